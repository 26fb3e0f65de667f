package io.edgedfa.host.app.fleet;

import io.edgedfa.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns, for people. Every cell is made {@link Printable}. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param width most characters of a cell; longer ones are cut
     * @param right whether cells stand at its right edge, as numbers do
     */
    record Column(String title, int width, boolean right) {
        static Column text(String title, int width) {
            return new Column(title, width, false);
        }

        static Column number(String title, int width) {
            return new Column(title, width, true);
        }
    }

    TextTable(Column... columns) {
        this.columns = List.of(columns);
    }

    /** @param cells one for each column */
    void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            row.add(Printable.text(cells[i], columns.get(i).width()));
        }
        rows.add(row);
    }

    /** Titles and rows, each column as wide as it must be. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList()));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String space = " ".repeat(width(i) - cells.get(i).length());
            line.append(i == 0 ? "" : GAP).append(columns.get(i).right() ? space + cells.get(i) : cells.get(i) + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Math.max(columns.get(column).title().length(), rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
}
