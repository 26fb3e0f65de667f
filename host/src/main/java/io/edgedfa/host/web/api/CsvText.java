package io.edgedfa.host.web.api;

import io.edgedfa.host.web.api.ResultFolders.RunTable;
import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values (RFC 4180; lines may end in a line feed alone). */
final class CsvText {
    private CsvText() {}

    /** The first record names the columns; records of another length are padded with empty cells, or cut. */
    static RunTable table(String text) {
        List<List<String>> records = records(text);
        if (records.isEmpty()) {
            return new RunTable(List.of(), List.of());
        }
        List<String> columns = records.get(0);
        return new RunTable(columns, records.stream().skip(1).map(row -> fitted(row, columns.size())).toList());
    }

    private static List<String> fitted(List<String> row, int length) {
        List<String> cells = new ArrayList<>(row.subList(0, Math.min(length, row.size())));
        while (cells.size() < length) {
            cells.add("");
        }
        return cells;
    }

    private static List<List<String>> records(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || c != ',' && c != '\n' && c != '\r') {
                cell.append(c);
            } else if (c != '\r') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    records.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        if (cell.length() > 0 || !row.isEmpty()) {
            row.add(cell.toString());
            records.add(row);
        }
        return records;
    }
}
