package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** One board's page. */
class BoardPageTest extends Fixture {
    private static final String BOARD = "lab/board-0";
    private static final String HOSTILE = "<img src=x onerror=window.pwned=1>\u0007";

    private void openBoard(String query) throws Exception {
        Map<String, Object> board = Fixtures.board("lab", "board-0", 0);
        board.put("alerts", 2);
        host.boards.add(board);
        for (int i = 0; i < 12; i++) {
            host.events.add(Fixtures.map("id", 100 - i, "board", BOARD, "source", "board", "kind", i % 3 == 1 ? "rollback" : "drift",
                    "time", Fixtures.NOW - 240_000L * i, "detail", i % 3 == 1 ? "61.0% held out, was 84.8% " + HOSTILE : ""));
        }
        host.commands.add(Fixtures.map("id", "a", "name", "learning-rate", "argument", "0.01", "state", "done", "reason", "", "created", Fixtures.NOW));
        open("/board?id=" + BOARD + query);
        Rig.await("six charts", () -> browser.all(".chart[data-points]").size() == 6 && browser.all(".u-over").size() == 6);
    }

    @Test
    void shouldShowPastAndPresentWhenTheBoardIsKnown() throws Exception {
        openBoard("");
        browser.awaitText("h1", "board-0");
        browser.awaitText(".lead", "Raspberry Pi 5 Model B Rev 1.0");
        browser.awaitText(".state", "▲ 2");
        browser.awaitText(".events", "rollback");
        assertTrue(browser.all(".markers .marker").size() > 3);
        assertEquals(10, browser.all(".bars li").size());
        assertEquals(100, browser.all(".matrix td").size());
        browser.awaitText(".facts", "store/checkpoint_millis");
        browser.awaitText(".commands", "done");
        browser.screenshot("board");
        photograph("board", 1_900);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void shouldSayInWordsWhatEveryChartShows() throws Exception {
        openBoard("");
        for (Object label : (List<?>) browser.run("return [...document.querySelectorAll('.chart .frame')].map(f => f.getAttribute('aria-label'))")) {
            assertTrue(String.valueOf(label).matches(".+ over time; .+: last [\\d.]+.*, least .+, most .+"), String.valueOf(label));
        }
    }

    @Test
    void shouldShowAPartWhenItIsDraggedOver() throws Exception {
        openBoard("");
        browser.drag(browser.find(".u-over"), -60, 60);
        Rig.await("a fixed window", () -> browser.address().contains("from="));
        assertTrue(span() > 300_000 && span() < 3_600_000, span() + " ms");
        browser.awaitText(".window", "–");
        browser.click("[data-range='1d']");
        Rig.await("a day", () -> browser.address().contains("range=1d") && !browser.address().contains("from="));
        assertEquals("true", browser.find("[data-range='1d']").getDomAttribute("aria-pressed"));
    }

    @Test
    void shouldZoomAndMoveWhenKeysOrButtonsArePressed() throws Exception {
        openBoard("");
        browser.run("document.querySelector('.charts').focus()");
        browser.press("+");
        Rig.await("half", () -> Math.abs(span() - 1_800_000) < 10_000);
        long before = from();
        browser.press(Keys.ARROW_LEFT);
        Rig.await("earlier", () -> from() < before);
        browser.press("0");
        Rig.await("the hour again", () -> !browser.address().contains("from="));
        browser.click("[aria-label='zoom in']");
        Rig.await("half", () -> Math.abs(span() - 1_800_000) < 10_000);
    }

    @Test
    void shouldZoomWhenTheWheelTurnsWithControl() throws Exception {
        openBoard("");
        browser.run("document.querySelector('.u-over').dispatchEvent(new WheelEvent('wheel', {deltaY: -1, bubbles: true, cancelable: true}))");
        assertTrue(!browser.address().contains("from="), "the wheel alone scrolls the page");
        browser.run("document.querySelector('.u-over').dispatchEvent(new WheelEvent('wheel', {deltaY: -1, ctrlKey: true, bubbles: true, cancelable: true}))");
        Rig.await("four fifths", () -> browser.address().contains("from=") && span() < 3_600_000);
    }

    @Test
    void shouldKeepTheWindowWhenThePageIsLoadedAgain() throws Exception {
        openBoard("&from=" + (Fixtures.NOW - 600_000) + "&to=" + Fixtures.NOW);
        assertEquals(600_000, span());
    }

    @Test
    void shouldShowMarkupAndControlCharactersAsTextWhenABoardSaysThem() throws Exception {
        openBoard("");
        browser.awaitText(".events", "<img src=x");
        browser.awaitText(".facts", "<b>hot");
        assertEquals(0, browser.all("main img, .facts b").size());
        assertEquals(true, browser.run("return window.pwned === undefined"));
    }

    @Test
    void shouldFitWhenTheScreenIsAPhones() throws Exception {
        browser.resize(360, 740);
        openBoard("");
        browser.find(".matrix td");
        assertTrue(browser.fits());
    }

    @Test
    void shouldSendACommandWhenAskedTo() throws Exception {
        openBoard("");
        browser.click(".send button");
        browser.awaitText(".send + .said", "Sent");
        browser.awaitText(".commands", "pause");
        assertTrue(host.asked.contains("/api/commands"));
    }

    @Test
    void shouldOfferAllBoardsWhenTheHostKnowsNoSuchBoard() throws Exception {
        open("/board?id=lab/nobody");
        browser.awaitText(".note", "The host knows no such board");
        browser.click(".note a");
        browser.awaitText("h1", "Fleet");
    }

    @Test
    void shouldSayWhyWhenTheBoardCannotBeHad() throws Exception {
        host.failing = true;
        host.boards.add(Fixtures.board("lab", "board-0", 0));
        open("/board?id=" + BOARD);
        browser.awaitText(".failure", "internal error");
        host.failing = false;
        browser.click(".failure button");
        browser.find(".charts");
    }

    private long from() {
        return Long.parseLong(browser.address().replaceAll(".*[?&]from=(\\d+).*", "$1"));
    }

    private long span() {
        return Long.parseLong(browser.address().replaceAll(".*[?&]to=(\\d+).*", "$1")) - from();
    }
}
