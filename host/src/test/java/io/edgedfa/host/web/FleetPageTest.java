package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The overview of a large fleet. */
class FleetPageTest extends Fixture {
    private static final int BOARDS = 2_000;

    private void openFleet(String query) throws Exception {
        host.boards.addAll(Fixtures.boards(BOARDS));
        open("/" + query);
        browser.awaitText(".shown", "boards");
    }

    @Test
    void shouldKeepOnlyVisibleRowsInTheDocumentWhenThereAreThousands() throws Exception {
        openFleet("");
        browser.awaitText(".shown", "2,000 boards");
        assertTrue(rows() > 10 && rows() < 60, rows() + " rows");
        browser.run("scrollTo(0, document.body.scrollHeight)");
        browser.awaitText(".body .row:last-child .edge", "board-1999");
        assertTrue(rows() < 60, rows() + " rows");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void shouldAskForHistoryOfRowsInSightOnlyWhenScrolledFar() throws Exception {
        openFleet("");
        Rig.await("a spark line", () -> browser.text(".body").contains("%") && !path().isEmpty());
        browser.run("scrollTo(0, document.body.scrollHeight)");
        browser.awaitText(".body .row:last-child .edge", "board-1999");
        Rig.await("a spark line at the end", () -> !path().isEmpty());
        long asked = host.asked.stream().filter(path -> path.endsWith("/series")).count();
        assertTrue(asked < 120, asked + " series for two screens");
    }

    @Test
    void shouldSortByEveryColumnWhenItsHeadIsPressed() throws Exception {
        openFleet("");
        for (String column : List.of("state", "model", "accuracy", "temperature", "lastSeen", "alerts", "edge")) {
            browser.click("[data-sort=" + column + "] button");
            String order = browser.find("[data-sort=" + column + "]").getDomAttribute("aria-sort");
            assertTrue(List.of("ascending", "descending").contains(order), column + " is " + order);
            assertEquals(1, browser.all("[aria-sort=ascending], [aria-sort=descending]").size());
            assertTrue(browser.address().contains("sort=" + column), browser.address());
        }
        browser.click("[data-sort=accuracy] button");
        browser.awaitText(".body .row .accuracy", "98.5%");
        browser.click("[data-sort=accuracy] button");
        browser.awaitText(".body .row .accuracy", "50.0%");
        browser.click("[data-sort=alerts] button");
        browser.awaitText(".body .row .alerts", "▲ 3");
    }

    @Test
    void shouldKeepOrderAndFilterWhenThePageIsLoadedAgain() throws Exception {
        openFleet("");
        browser.click("#filter");
        browser.press("board-19");
        browser.awaitText(".shown", "of 2,000 boards");
        browser.click("[data-sort=temperature] button");
        browser.run("const select = document.getElementById('filter-state'); select.value = 'dead'; select.dispatchEvent(new Event('input', {bubbles: true}))");
        String shown = browser.text(".shown");
        String first = browser.text(".body .row .edge");
        browser.open(browser.address());
        browser.awaitText(".shown", shown);
        browser.awaitText(".body .row .edge", first);
        assertEquals("board-19", browser.find("#filter").getDomProperty("value"));
        assertEquals("dead", browser.text(".body .badge .word"));
    }

    @Test
    void shouldOfferAllBoardsWhenNoneFitsTheFilter() throws Exception {
        openFleet("?q=nobody");
        browser.awaitText(".shown", "0 of 2,000");
        browser.find(".note button").click();
        browser.awaitText(".shown", "2,000 boards");
        assertFalse(browser.address().contains("nobody"), browser.address());
    }

    @Test
    void shouldReachABoardWhenOnlyTheKeyboardIsUsed() throws Exception {
        openFleet("");
        browser.run("document.querySelector('.row-link').focus()");
        for (int i = 0; i < 30; i++) {
            browser.press(Keys.ARROW_DOWN);
        }
        assertEquals("lab/board-30", focusedBoard().replaceFirst("site-\\d", "lab"));
        assertEquals(true, browser.run("const r = document.activeElement.getBoundingClientRect(); return r.top > 0 && r.bottom < innerHeight"));
        browser.press(Keys.END);
        browser.awaitText(".body .row:last-child .edge", "board-1999");
        assertTrue(focusedBoard().endsWith("board-1999"), focusedBoard());
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "board-1999");
        browser.run("history.back()");
        browser.awaitText("h1", "Fleet");
    }

    @Test
    void shouldSayWhatEveryStateIsInWordsWhenColoursAreNotSeen() throws Exception {
        openFleet("");
        for (String state : List.of("online", "dead", "paused")) {
            String symbol = browser.text(".badge[data-state=" + state + "] .symbol");
            assertEquals(state, browser.text(".badge[data-state=" + state + "] .word"));
            assertFalse(symbol.isBlank() || symbol.equals("?"), symbol);
        }
    }

    @Test
    void shouldFitWhenTheScreenIsAPhones() throws Exception {
        host.boards.add(Fixtures.board("g", "a-board-with-a-name-that-is-far-too-long-for-any-phone-" + "x".repeat(60), 1));
        browser.resize(360, 740);
        openFleet("");
        assertTrue(browser.fits());
        photograph("fleet", 900);
    }

    @Test
    void shouldSayWhyAndRecoverWhenTheListCannotBeHad() throws Exception {
        host.failing = true;
        host.boards.addAll(Fixtures.boards(3));
        open("/");
        browser.awaitText(".failure", "internal error; the host's log says more");
        host.failing = false;
        browser.awaitText(".shown", "3 boards");
    }

    @Test
    void shouldAskForATokenWhenTheHostWantsOne() throws Exception {
        host.token = "letmein";
        host.boards.addAll(Fixtures.boards(3));
        open("/");
        browser.click("#token-field");
        browser.press("wrong", Keys.ENTER);
        browser.awaitText("#token label", "refuses this token");
        browser.click("#token-field");
        browser.press("letmein", Keys.ENTER);
        browser.awaitText(".shown", "3 boards");
        browser.click("nav a[href='/models']");
        browser.awaitText("main", "No model is running yet");
        assertEquals(0L, browser.run("return localStorage.length + sessionStorage.length + document.cookie.length"));
    }

    private int rows() {
        return browser.all(".body .row").size();
    }

    private String path() {
        return String.valueOf(browser.run("return document.querySelector('.body .row:last-child .spark .line')?.getAttribute('d') ?? ''"));
    }

    private String focusedBoard() {
        return String.valueOf(browser.run("return document.activeElement.title"));
    }
}
