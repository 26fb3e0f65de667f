package io.edgedfa.host.experiment.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How numbers and tables are written. */
class TablesTest {

    @Test
    void shouldDivideByOneLessThanTheCount() {
        Spread spread = Spread.of(2, 4, 4, 4, 5, 5, 7, 9);
        assertEquals(5, spread.mean());
        assertEquals(Math.sqrt(32.0 / 7), spread.deviation(), 1e-12);
        assertEquals("5.00 ± 2.14", spread.text(2));
    }

    @Test
    void shouldHaveNoDeviationOfOneValueAndNothingOfNone() {
        assertEquals("1.750", Spread.of(1.75).text(3));
        assertEquals("-", Spread.of().text(2));
    }

    @Test
    void shouldAlignColumnsAndKeepCellsOnTheirLine() {
        Table table = new Table(List.of("net", "error"), List.of(List.of("fc1", "1.75 ± 0.06"), List.of("a|b", "two\nlines")));
        assertEquals("""
                | net  | error       |
                | ---- | ----------- |
                | fc1  | 1.75 ± 0.06 |
                | a\\|b | two lines   |
                """, Markdown.of(table));
    }

    @Test
    void shouldQuoteWhatWouldBreakALine() {
        Table table = new Table(List.of("a", "b"), List.of(List.of("1,5", "say \"hi\""), List.of("plain", "")));
        assertEquals("a,b\n\"1,5\",\"say \"\"hi\"\"\"\nplain,\n", Csv.of(table));
    }

    @Test
    void shouldRefuseRowsOfAnotherLength() {
        assertThrows(IllegalArgumentException.class, () -> new Table(List.of("a", "b"), List.of(List.of("1"))));
    }

    @Test
    void shouldKeepTimesOutOfTheTableThatIsCompared() {
        Table table = new Table(List.of("x"), List.of(List.of("1")));
        Report report = new Report("title", "summary", List.of("a note"), List.of(
                Report.Section.of("Errors", "", List.of(table), List.of()), Report.Section.measured("Seconds", "", List.of(table), List.of())));
        assertEquals("# title\n\nsummary\n\n## Errors\n\n| x   |\n| --- |\n| 1   |\n\nNotes:\n\n- a note\n", Markdown.of(report, false));
        assertEquals("# title\n\nsummary\n\n## Seconds\n\n| x   |\n| --- |\n| 1   |\n\nNotes:\n\n- a note\n", Markdown.of(report, true));
    }
}
