package io.edgedfa.host.experiment.report;

import java.util.List;
import java.util.stream.Collectors;

/** Rows as comma-separated values (RFC 4180, lines ending in a line feed). */
public final class Csv {
    private Csv() {}

    public static String of(Table table) {
        return line(table.header()) + table.rows().stream().map(Csv::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
