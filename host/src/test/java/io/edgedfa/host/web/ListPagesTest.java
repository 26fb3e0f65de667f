package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of models, experiments and alerts. */
class ListPagesTest extends Fixture {
    private static final String HOSTILE = "<script>window.pwned=1</script>";

    private void fill() {
        for (int i = 0; i < 4; i++) {
            host.models.add(Fixtures.map("modelId", i == 3 ? HOSTILE : "digits-fc2-128", "version", "" + i, "boards", 500 - i, "online", 430 - i,
                    "meanAccuracy", 0.81, "minAccuracy", i == 2 ? null : 0.5, "rules", Fixtures.map("dfa", 250, "bp", 250 - i)));
            host.experiments.add(Fixtures.map("name", i == 3 ? HOSTILE : "rules-" + i, "title", "All learning rules on the same networks and budget",
                    "finished", Fixtures.NOW - 86_400_000L * i, "files", List.of("table.md", "error.png")));
            host.alerts.add(Fixtures.map("id", i, "board", i == 3 ? null : "lab/board-" + i, "rule", i == 3 ? HOSTILE : "too-hot", "since",
                    Fixtures.NOW - 900_000L * (i + 1), "until", i < 2 ? null : Fixtures.NOW - 100_000L, "detail", "84.5 °C for 5 min, limit 80 °C"));
        }
    }

    @ParameterizedTest
    @CsvSource({"/models, .body .row .rules, bp 250", "/experiments, .body .row .title, All learning rules", "/alerts, h2, Open: 2",
        "/experiments?name=rules-1, .plain, 6.43"})
    void shouldShowWhatThereIsAndFitAPhone(String path, String css, String text) throws Exception {
        fill();
        open(path);
        browser.awaitText(css, text);
        browser.resize(360, 740);
        assertTrue(browser.fits());
        photograph(path.replaceAll("\\W+", "-").substring(1), 800);
        assertEquals(true, browser.run("return window.pwned === undefined"));
        assertEquals(List.of(), browser.complaints());
    }

    @ParameterizedTest
    @CsvSource({"/models, No model is running yet", "/experiments, experiment rules --quick", "/alerts, No alert is open",
        "/experiments?name=none, There is no such experiment"})
    void shouldSayWhatToDoWhenThereIsNothing(String path, String text) throws Exception {
        open(path);
        browser.awaitText("main", text);
        browser.screenshot(path.replaceAll("\\W+", "-").substring(1) + "-empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models", "/experiments", "/alerts"})
    void shouldSayWhyAndTryAgainWhenTheHostFails(String path) throws Exception {
        fill();
        host.failing = true;
        open(path);
        browser.awaitText(".failure", "internal error; the host's log says more");
        browser.screenshot(path.substring(1) + "-failure");
        host.failing = false;
        browser.click(".failure button");
        browser.find(".body .row");
    }

    @Test
    void shouldDrawThePlotWhenTheExperimentHasOne() throws Exception {
        fill();
        open("/experiments?name=rules-1");
        Rig.await("the picture", () -> Long.valueOf(900).equals(browser.run("return document.querySelector('.plots canvas')?.width")));
        assertEquals("plot error", browser.find(".plots canvas").getDomAttribute("aria-label"));
    }

    @Test
    void shouldShowTheModelsBoardsWhenAModelIsChosen() throws Exception {
        fill();
        host.boards.addAll(Fixtures.boards(20));
        host.models.get(0).put("version", "1");
        open("/models");
        browser.click(".row-link");
        browser.awaitText(".shown", "of 20 boards");
        assertEquals("digits-fc2-128 v1", browser.text(".body .row .model"));
    }
}
