package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.fleet.TestBoard;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The page in a real browser, with three boards that learn. */
class DashboardTest {
    private static final List<String> EDGES = List.of("jetson-lab", "pi-kitchen", "pi-workshop");
    private static final long LOOK_MS = Long.getLong("dashboard.look", 4_000);
    private static final String HOSTILE = "<img src=x onerror=window.pwned=1>";

    @TempDir
    Path folder;

    private final ScheduledExecutorService learning = Executors.newSingleThreadScheduledExecutor();
    private Rig rig;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        Browser.assumeInstalled();
        rig = new Rig(folder);
        browser = new Browser(folder);
        browser.resize(1280, 900);
    }

    @AfterEach
    void stop() {
        learning.shutdownNow();
        if (browser != null) {
            browser.close();
        }
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void shouldSayHowToStartABoardWhenNoneHasReported() throws Exception {
        browser.open(rig.uri("/"));
        Rig.await("the empty page", () -> browser.byId("empty").isDisplayed());
        assertTrue(browser.byId("empty").getText().contains("java -jar edge-dfa-device.jar run --config"));
        browser.screenshot("empty");
    }

    @Test
    void shouldAddPointsToEveryChartWhenTheBoardsReport() throws Exception {
        startLearning();
        browser.open(rig.uri("/"));
        Rig.await("three cards with points", () -> browser.cards().size() == 3
                && browser.cards().stream().allMatch(card -> Browser.points(card) > 0));
        List<Integer> before = browser.cards().stream().map(Browser::points).toList();
        Rig.await("more points in every chart", () -> {
            List<Integer> after = browser.cards().stream().map(Browser::points).toList();
            return after.get(0) > before.get(0) && after.get(1) > before.get(1) && after.get(2) > before.get(2);
        });
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void shouldShowDeadInWordsWhenABoardStops() throws Exception {
        List<TestBoard> boards = startLearning();
        browser.open(rig.uri("/"));
        Rig.await("three cards", () -> browser.cards().size() == 3);
        Thread.sleep(LOOK_MS / 2); // curves to look at in the screenshots
        boards.get(1).close();
        Rig.await("the dead board", () -> Browser.text(browser.card("edgedfa/pi-kitchen"), "state").equals("dead"));
        assertEquals("stopped, or lost its connection", Browser.text(browser.card("edgedfa/pi-kitchen"), "reason"));
        assertEquals("online", Browser.text(browser.card("edgedfa/pi-workshop"), "state"));
        assertEquals("1", browser.byId("dead").getText());
        Thread.sleep(LOOK_MS / 2);
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            browser.resize(1280, 900);
            browser.screenshot("desktop-" + scheme);
            browser.resize(390, 1500);
            browser.screenshot("phone-" + scheme);
        }
    }

    @Test
    void shouldFitWhenTheScreenIsAPhones() throws Exception {
        startLearning();
        rig.board("a-board-with-a-name-that-is-far-too-long-for-any-card-on-any-phone-" + "x".repeat(40), "dfa").report(0.1, 1);
        browser.resize(390, 844);
        browser.open(rig.uri("/"));
        Rig.await("four cards", () -> browser.cards().size() == 4);
        assertEquals(390L, browser.run("return document.documentElement.scrollWidth"));
    }

    @Test
    void shouldShowMarkupAsTextWhenABoardIsNamedSo() throws Exception {
        rig.board(HOSTILE, "<script>window.pwned=2</script>").report(0.5, 1);
        browser.open(rig.uri("/"));
        Rig.await("the card", () -> browser.cards().size() == 1);
        WebElement card = browser.card("edgedfa/" + HOSTILE);
        Rig.await("its chart", () -> Browser.points(card) > 0);
        assertEquals(HOSTILE, Browser.text(card, "edge"));
        assertEquals(true, browser.run("return window.pwned === undefined"));
    }

    @Test
    void shouldSayThatTheBrokerIsUnreachableWhenItIs() throws Exception {
        startLearning();
        browser.open(rig.uri("/"));
        Rig.await("three cards", () -> browser.cards().size() == 3);
        assertFalse(browser.byId("broker-lost").isDisplayed());
        rig.stopBroker();
        Rig.await("the banner", () -> browser.byId("broker-lost").isDisplayed());
        for (WebElement card : browser.cards()) {
            assertEquals("dead", Browser.text(card, "state"));
            assertEquals("broker unreachable", Browser.text(card, "reason"));
        }
    }

    @Test
    void shouldSayThatTheHostIsGoneWhenItIs() throws Exception {
        startLearning();
        browser.open(rig.uri("/"));
        Rig.await("three cards", () -> browser.cards().size() == 3);
        rig.stopWeb();
        Rig.await("the banner", () -> browser.byId("host-lost").isDisplayed());
        assertEquals("unknown", Browser.text(browser.cards().get(0), "state"));
        browser.screenshot("host-lost");
    }

    private List<TestBoard> startLearning() throws Exception {
        List<TestBoard> boards = List.of(rig.board(EDGES.get(0), "dfa"), rig.board(EDGES.get(1), "bp"), rig.board(EDGES.get(2), "dfa"));
        Random noise = new Random(7);
        int[] step = {0};
        learning.scheduleAtFixedRate(() -> {
            step[0]++;
            for (int i = 0; i < boards.size(); i++) {
                double progress = 1 - Math.exp(-step[0] / (12.0 + 8 * i));
                boards.get(i).report(0.1 + 0.83 * progress + 0.02 * noise.nextDouble(), 2.3 * (1 - 0.9 * progress) + 0.1 * noise.nextDouble());
            }
        }, 0, 300, TimeUnit.MILLISECONDS);
        rig.awaitOnline(3);
        return boards;
    }
}
