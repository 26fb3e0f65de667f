package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.fleet.TestBoard;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser, over a whole host whose boards report. */
class DashboardTest {
    private static final String HOSTILE = "<img src=x onerror=window.pwned=1>";

    @TempDir
    static Path profile;

    private static Browser browser;

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeAll
    static void startBrowser() {
        Browser.assumeInstalled();
        browser = new Browser(profile);
        browser.resize(1280, 900);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(folder);
        browser.complaints();
    }

    @AfterEach
    void stop() {
        browser.open("about:blank");
        rig.close();
    }

    @Test
    void shouldSayHowToStartABoardAndShowItWhenItReports() throws Exception {
        browser.open(rig.uri("/"));
        browser.awaitText("#empty", "java -jar edge-dfa-device.jar run --config");
        browser.screenshot("fleet-empty");
        TestBoard board = rig.board("jetson-lab", "dfa");
        board.report(0.25, 1.5);
        browser.awaitText(".body .row", "25.0%");
        board.report(0.75, 0.5);
        browser.awaitText(".body .row", "75.0%");
        browser.awaitText("#online", "1");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void shouldShowDeadInWordsWhenABoardStops() throws Exception {
        TestBoard board = rig.board("pi-kitchen", "bp");
        board.report(0.5, 1);
        browser.open(rig.uri("/"));
        browser.awaitText(".body .badge .word", "online");
        board.close();
        browser.awaitText(".body .badge .word", "dead");
        browser.awaitText("#dead", "1");
        browser.click(".row-link");
        browser.awaitText(".reason", "stopped, or lost its connection");
    }

    @Test
    void shouldDrawHistoryAndEventsWhenABoardIsChosen() throws Exception {
        TestBoard board = rig.board("pi-workshop", "dfa");
        board.report(0.5, 1);
        rig.awaitOnline(1);
        browser.open(rig.uri("/board?id=edgedfa/pi-workshop&range=15m"));
        Rig.await("points of accuracy", () -> points() > 0);
        browser.awaitText(".events", "birth");
        int before = points();
        board.report(0.75, 0.5);
        Rig.await("one more point", () -> points() > before);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void shouldShowMarkupAsTextWhenABoardIsNamedSo() throws Exception {
        rig.board(HOSTILE, "<script>window.pwned=2</script>").report(0.5, 1);
        browser.open(rig.uri("/"));
        browser.awaitText(".row-link .edge", HOSTILE);
        browser.click(".row-link");
        browser.awaitText("h1", HOSTILE);
        browser.awaitText("[data-field=rule]", "<script>");
        Rig.await("points of accuracy", () -> points() > 0);
        assertEquals(true, browser.run("return window.pwned === undefined"));
    }

    @Test
    void shouldSayThatTheBrokerIsUnreachableWhenItIs() throws Exception {
        rig.board("pi-kitchen", "bp").report(0.5, 1);
        browser.open(rig.uri("/"));
        browser.awaitText(".body .badge .word", "online");
        assertFalse(browser.find("#broker-lost").isDisplayed());
        rig.stopBroker();
        Rig.await("the banner", () -> browser.find("#broker-lost").isDisplayed());
        browser.awaitText(".body .badge .word", "dead");
    }

    @Test
    void shouldSayThatTheHostIsGoneWhenItIs() throws Exception {
        rig.board("pi-kitchen", "bp").report(0.5, 1);
        browser.open(rig.uri("/"));
        browser.awaitText(".body .badge .word", "online");
        rig.stopWeb();
        Rig.await("the banner", () -> browser.find("#host-lost").isDisplayed());
        browser.awaitText(".body .badge .word", "unknown");
        browser.awaitText("#online", "?");
        assertTrue(browser.text("title").startsWith("no answer"), browser.text("title"));
        browser.screenshot("fleet-host-lost");
    }

    private static int points() {
        String points = String.valueOf(browser.run("return document.querySelector('.chart')?.dataset.points ?? 0"));
        return Integer.parseInt(points);
    }
}
