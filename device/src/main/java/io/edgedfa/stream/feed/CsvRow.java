package io.edgedfa.stream.feed;

import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed.Arrival;
import io.edgedfa.stream.feed.line.Decimals;
import java.nio.charset.StandardCharsets;

/**
 * One row of a table: {@code label,features...} or {@code id,label,features...}, or {@code id,label} for the label of an earlier
 * sample. An empty label stands for none yet. There are no quotes; blanks around a cell do not count.
 */
final class CsvRow {

    private final CsvFeed.Format format;
    private final Preprocessing preprocessing;
    private final ClassNames names;
    private final int lead; // cells before the features

    // The cell that was found last.
    private byte[] bytes;
    private int end; // of the row
    private int next; // where the cell after it begins; beyond the end for none
    private int cellFrom;
    private int cellTo;

    CsvRow(CsvFeed.Format format, Preprocessing preprocessing, ClassNames names) {
        this.format = format;
        this.preprocessing = preprocessing;
        this.names = names;
        this.lead = format.ids() ? 2 : 1;
    }

    /** Whether the row names columns: it has cells for features, and none of them is a number. */
    boolean isHeader(byte[] text, int from, int to) {
        begin(text, from, to);
        int cells = 0;
        for (; next <= end; cells++) {
            cell();
            if (cells >= lead && !Float.isNaN(Decimals.parse(bytes, cellFrom, cellTo))) {
                return false;
            }
        }
        return cells > lead;
    }

    /** Reads a row. @throws SampleException naming the cell, counted from 1 */
    Arrival parse(byte[] text, int from, int to, Sample into) throws SampleException {
        int cells = count(text, from, to);
        boolean late = format.ids() && cells == lead;
        if (cells != lead + preprocessing.features() && !late) {
            throw new SampleException("%d cells, allowed: %d".formatted(cells, lead + preprocessing.features())
                    + (format.ids() ? ", or 2 for a label that follows" : ""));
        }
        begin(text, from, to);
        String id = format.ids() ? text() : "";
        SiteText.requireId(id);
        String label = text();
        int number = label.isEmpty() ? Sample.UNLABELLED : names.known(label);
        if (late && (id.isEmpty() || label.isEmpty())) {
            throw new SampleException("id or label is empty, allowed: both, where a label follows");
        }
        if (!late) {
            features(into.features);
        }
        into.set(id, number);
        return late ? Arrival.LABEL : Arrival.SAMPLE;
    }

    private void features(float[] target) throws SampleException {
        for (int i = 0; i < preprocessing.features(); i++) {
            cell();
            target[i] = Decimals.parse(bytes, cellFrom, cellTo);
            if (!Float.isFinite(target[i])) {
                throw new SampleException("cell %d is '%s', allowed: a number".formatted(lead + i + 1, cellText()));
            }
        }
        preprocessing.values(target);
    }

    private int count(byte[] text, int from, int to) {
        int cells = 1;
        for (int i = from; i < to; i++) {
            cells += text[i] == format.separator() ? 1 : 0;
        }
        return cells;
    }

    private void begin(byte[] text, int from, int to) {
        bytes = text;
        next = from;
        end = to;
    }

    /** Finds the next cell, without the blanks around it. */
    private void cell() {
        cellFrom = next;
        cellTo = next;
        while (cellTo < end && bytes[cellTo] != format.separator()) {
            cellTo++;
        }
        next = cellTo + 1;
        while (cellFrom < cellTo && bytes[cellFrom] == ' ') {
            cellFrom++;
        }
        while (cellTo > cellFrom && bytes[cellTo - 1] == ' ') {
            cellTo--;
        }
    }

    private String text() {
        cell();
        return cellText();
    }

    private String cellText() {
        return new String(bytes, cellFrom, cellTo - cellFrom, StandardCharsets.UTF_8);
    }
}
