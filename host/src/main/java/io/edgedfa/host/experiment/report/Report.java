package io.edgedfa.host.experiment.report;

import java.util.List;

/**
 * What an experiment gave, in the order it is read.
 *
 * @param title    of the whole
 * @param summary  how large it was, on one line
 * @param notes    what has to be known to read the numbers: assumptions, what is optimistic
 * @param sections tables and plots
 */
public record Report(String title, String summary, List<String> notes, List<Section> sections) {
    public Report {
        notes = List.copyOf(notes);
        sections = List.copyOf(sections);
    }

    /**
     * Tables and plots under one heading.
     *
     * @param heading  what they are about
     * @param text     what they show, in words; may be empty
     * @param plots    empty ones are left out
     * @param measured whether they hold times, which are never the same twice: kept out of the table that is compared
     */
    public record Section(String heading, String text, boolean measured, List<Table> tables, List<Plot> plots) {
        public Section {
            tables = List.copyOf(tables);
            plots = plots.stream().filter(plot -> !plot.isEmpty()).toList();
        }

        /** Numbers that depend on the settings alone. */
        public static Section of(String heading, String text, List<Table> tables, List<Plot> plots) {
            return new Section(heading, text, false, tables, plots);
        }

        /** Numbers of a clock. */
        public static Section measured(String heading, String text, List<Table> tables, List<Plot> plots) {
            return new Section(heading, text, true, tables, plots);
        }
    }

    /** All plots, in order. */
    public List<Plot> plots() {
        return sections.stream().flatMap(section -> section.plots().stream()).toList();
    }
}
