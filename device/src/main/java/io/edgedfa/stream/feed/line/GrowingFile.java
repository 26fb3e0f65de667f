package io.edgedfa.stream.feed.line;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;

/**
 * Lines of a regular file, by byte position, while others write to its end. A file that got shorter is read from its beginning;
 * one that got shorter and longer again between two looks cannot be told from one that grew.
 */
public final class GrowingFile implements Lines {

    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final boolean follow;
    private FileChannel channel; // null while there is none
    private Object key; // tells the open file from another of its name
    private boolean away; // the present trouble has been told
    private boolean ended;

    private byte[] buffer = new byte[CHUNK];
    private int from; // the buffer holds [from, to) of the file's bytes [position, read)
    private int to;
    private int searched; // no line ends before this place of the buffer
    private long position; // where the next line begins
    private long read;
    private long place; // where the last line began
    private boolean skipping; // a line that is too long; the buffer holds nothing of it

    /**
     * @param follow   whether to wait at the end for more; else the last line needs no end
     * @param position where the first line begins, in bytes
     */
    public GrowingFile(Path path, boolean follow, long position) {
        this.path = path;
        this.follow = follow;
        this.position = position;
        this.read = position;
    }

    @Override
    public Found next(Line into) {
        if (ended) {
            return Found.END;
        }
        try {
            return advance(into);
        } catch (IOException e) {
            drop();
            boolean told = away;
            away = true;
            String problem = e instanceof NoSuchFileException ? "is not there" : "cannot be read: " + e;
            return told ? Found.NOTHING : into.tell(Found.TROUBLE, problem);
        }
    }

    private Found advance(Line into) throws IOException {
        while (true) {
            int end = lineEnd();
            if (end >= 0) {
                boolean tooLong = end - from > MAX_LINE;
                Found found = take(end, end + 1, into);
                if (found == Found.LINE) {
                    return tooLong ? into.tell(Found.BAD_LINE, TOO_LONG) : found;
                }
                continue; // that was the end of a line too long
            }
            if (skipping) {
                from = to;
            } else if (to - from > MAX_LINE) {
                skipping = true;
                from = to;
                place = position;
                return into.tell(Found.BAD_LINE, TOO_LONG);
            }
            boolean more = fill();
            if (!more && !follow) {
                ended = true;
                return to > from ? take(to, to, into) : Found.END;
            }
            if (!more || skipping) { // however long a line gets, each look at it is short
                return Found.NOTHING;
            }
        }
    }

    private int lineEnd() {
        for (; searched < to; searched++) {
            if (buffer[searched] == '\n') {
                return searched;
            }
        }
        return -1;
    }

    /** Takes the buffer up to a line's end; returns END if that only ends what was skipped. */
    private Found take(int end, int next, Line into) {
        boolean whole = !skipping;
        place = position;
        position = read - (to - next);
        Found line = into.set(buffer, from, end, place == 0);
        from = next;
        searched = next;
        skipping = false;
        return whole ? line : Found.END;
    }

    /** Reads on. Returns false if there is no more now. */
    private boolean fill() throws IOException {
        if (channel == null) {
            open();
        }
        makeRoom();
        int count = channel.read(ByteBuffer.wrap(buffer, to, buffer.length - to), read);
        if (count > 0) {
            to += count;
            read += count;
            away = false;
            return true;
        }
        return follow && changed();
    }

    private void makeRoom() {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            searched -= from;
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, MAX_LINE + CHUNK));
        }
    }

    private void open() throws IOException {
        BasicFileAttributes now = attributes();
        channel = FileChannel.open(path, StandardOpenOption.READ);
        key = now.fileKey();
        begin(now.size());
    }

    /** At the end of what could be read: whether the file is another one, or shorter. */
    private boolean changed() throws IOException {
        BasicFileAttributes now = attributes();
        away = false;
        if (!Objects.equals(key, now.fileKey())) {
            drop();
            return true;
        }
        if (now.size() < read) {
            begin(now.size());
            return true;
        }
        return false;
    }

    /** Reads from the next line on, or from the beginning of a file that does not reach so far. */
    private void begin(long size) {
        position = size < position ? 0 : position;
        read = position;
        from = 0;
        to = 0;
        searched = 0;
        skipping = false;
    }

    private BasicFileAttributes attributes() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (!now.isRegularFile()) {
            throw new IOException("no regular file"); // opening a pipe would wait for its writer
        }
        return now;
    }

    private void drop() {
        try (FileChannel old = channel) {
            channel = null;
        } catch (IOException e) {
            // nothing was written
        }
    }

    @Override
    public String place() {
        return path + " byte " + place;
    }

    @Override
    public String position() {
        return Long.toString(position);
    }

    @Override
    public void close() {
        ended = true;
        drop();
    }
}
