package io.edgedfa.stream.feed;

import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.feed.line.GrowingFile;
import io.edgedfa.stream.feed.line.Lines;
import io.edgedfa.stream.feed.line.PumpedLines;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Samples and labels as rows of a table: {@code label,features...}, or {@code id,label,features...} with {@code id,label} alone
 * for a label that follows. An empty label stands for none. UTF-8, no quotes, at most 1 MiB to a line; empty lines are passed
 * over, and so is a first line whose feature cells are no numbers.
 */
public final class CsvFeed implements SampleFeed {

    /** Malformed rows that one poll passes over: so many of them hold up no prediction. */
    private static final int MOST_PER_POLL = 64;

    /**
     * How the table is written.
     *
     * @param separator between cells: comma, semicolon or tab
     * @param ids       whether an id stands before the label
     */
    public record Format(char separator, boolean ids) {

        /** @throws IllegalArgumentException for another separator */
        public Format {
            if (separator != ',' && separator != ';' && separator != '\t') {
                throw new IllegalArgumentException("separator = '%s', allowed: ',' ';' and tab".formatted(separator));
            }
        }
    }

    private final String name;
    private final Lines lines;
    private final Lines.Line line = new Lines.Line();
    private final CsvRow row;
    private final int features;
    private final Rejections rejections = new Rejections();

    private CsvFeed(String name, Lines lines, Format format, Preprocessing preprocessing, ClassNames names) {
        this.name = name;
        this.lines = lines;
        this.row = new CsvRow(format, preprocessing, names);
        this.features = preprocessing.features();
    }

    /**
     * Rows of a file or of a named pipe, whichever the path is now; what is not there yet is taken for a file.
     *
     * <p>Of a file only lines with an end are taken while it is followed; if it gets shorter it is read from its beginning. A
     * pipe (or serial device) is opened again whenever its writer closes it, and never ends; when rows come faster than they are
     * polled its writer is held back.
     *
     * @param follow   whether to wait at the end of a file for more; else the feed ends there. Without meaning for a pipe
     * @param position for a file the {@link #position()} of the feed that this one takes up again; empty to begin
     * @throws IllegalArgumentException if the position is none, or the file is not there and not to be waited for
     */
    public static CsvFeed of(Path path, Format format, Preprocessing preprocessing, ClassNames names, boolean follow,
            String position) {
        long start = SiteText.count(position);
        boolean there = Files.exists(path);
        if (Files.isDirectory(path) || !there && !follow) {
            throw new IllegalArgumentException(path + (there ? " is a folder" : " is not there")
                    + ", allowed: a file or a named pipe");
        }
        boolean pumped = there && !Files.isRegularFile(path);
        Lines lines = pumped ? PumpedLines.of(path) : new GrowingFile(path, follow, start);
        return new CsvFeed(path.toString(), lines, format, preprocessing, names);
    }

    /**
     * Rows of a stream, for example standard input, until it ends. When rows come faster than they are polled the writer is held
     * back.
     *
     * @param in   read by a thread of this feed, not closed
     * @param name what rejections call it
     */
    public static CsvFeed of(InputStream in, String name, Format format, Preprocessing preprocessing, ClassNames names) {
        return new CsvFeed(name, PumpedLines.of(in, name), format, preprocessing, names);
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public Arrival poll(Sample into) {
        for (int i = 0; i < MOST_PER_POLL; i++) {
            switch (lines.next(line)) {
                case NOTHING -> {
                    return Arrival.NOTHING;
                }
                case END -> {
                    return Arrival.END;
                }
                case BAD_LINE -> rejections.add(lines.place(), line.problem);
                case TROUBLE -> rejections.trouble(name, line.problem);
                default -> {
                    Arrival arrival = read(into);
                    if (arrival != Arrival.NOTHING) {
                        return arrival;
                    }
                }
            }
        }
        return Arrival.NOTHING;
    }

    /** Reads the line; nothing if it is passed over, or rejected. */
    private Arrival read(Sample into) {
        trim();
        try {
            boolean passedOver = line.from == line.to || line.first && row.isHeader(line.bytes, line.from, line.to);
            return passedOver ? Arrival.NOTHING : row.parse(line.bytes, line.from, line.to, into);
        } catch (SampleException e) {
            rejections.add(lines.place(), e.getMessage());
            return Arrival.NOTHING;
        }
    }

    /** Takes away what is no text: the mark that some programs write before UTF-8, the first half of a DOS line end. */
    private void trim() {
        byte[] bytes = line.bytes;
        int from = line.from;
        if (line.first && line.to - from >= 3 && bytes[from] == (byte) 0xEF && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF) {
            line.from += 3;
        }
        if (line.to > line.from && bytes[line.to - 1] == '\r') {
            line.to--;
        }
    }

    /** For a file: how many of its bytes make up the rows taken so far. */
    @Override
    public String position() {
        return lines.position();
    }

    @Override
    public long rejected() {
        return rejections.count();
    }

    @Override
    public String lastRejection() {
        return rejections.last();
    }

    @Override
    public void close() {
        lines.close();
    }
}
