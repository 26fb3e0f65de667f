package io.edgedfa.host.experiment.report;

import java.util.List;

/**
 * Rows of text; the first column names the row.
 *
 * @param header one per column
 * @param rows   each as long as the header
 */
public record Table(List<String> header, List<List<String>> rows) {
    public Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("row " + row + " has " + row.size() + " cells, the header " + header.size());
            }
        }
    }
}
