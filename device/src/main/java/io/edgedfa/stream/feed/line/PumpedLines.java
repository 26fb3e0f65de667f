package io.edgedfa.stream.feed.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Lines of a named pipe or of a stream: a daemon thread waits for them and queues them, and when the queue is full waits for
 * that, which holds back the writer. A pipe is opened again whenever its writer has gone.
 */
public final class PumpedLines implements Lines {

    private static final int QUEUE = 64;
    private static final int CHUNK = 1 << 16;
    private static final int RETRY_MS = 200;
    private static final int CLOSE_TRIES = 20;
    private static final int CLOSE_WAIT_MS = 25;

    private record Entry(Found found, byte[] line, long number, String problem) {}

    private final String name;
    private final Path pipe; // null for a stream
    private final InputStream stream;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean opening;
    private boolean ended;
    private long number;

    private PumpedLines(String name, Path pipe, InputStream stream) {
        this.name = name;
        this.pipe = pipe;
        this.stream = stream;
        this.thread = new Thread(this::pump, "edgedfa-lines");
        thread.setDaemon(true); // nothing ends a wait for standard input
        thread.start();
    }

    public static PumpedLines of(Path pipe) {
        return new PumpedLines(pipe.toString(), pipe, null);
    }

    /** @param stream read to its end, not closed */
    public static PumpedLines of(InputStream stream, String name) {
        return new PumpedLines(name, null, stream);
    }

    @Override
    public Found next(Line into) {
        if (ended) {
            return Found.END;
        }
        Entry entry = queue.poll();
        if (entry == null) {
            return Found.NOTHING;
        }
        number = entry.number;
        ended = entry.found == Found.END;
        return entry.found == Found.LINE ? into.set(entry.line, 0, entry.line.length, number == 1)
                : into.tell(entry.found, entry.problem);
    }

    private void pump() {
        try {
            if (stream != null) {
                pumpStream();
            } else {
                pumpPipe();
            }
        } catch (InterruptedException e) {
            // closed: nobody takes lines any more
        }
    }

    private void pumpStream() throws InterruptedException {
        try {
            pump(stream);
        } catch (IOException e) {
            queue.put(new Entry(Found.TROUBLE, null, 0, "cannot be read: " + e));
        }
        queue.put(new Entry(Found.END, null, 0, ""));
    }

    private void pumpPipe() throws InterruptedException {
        boolean quiet = false; // the present trouble has been told
        while (!closed) {
            try (InputStream in = open()) {
                quiet = false;
                pump(in);
            } catch (IOException e) {
                if (!quiet && !closed) {
                    String problem = e instanceof NoSuchFileException ? "is not there" : e.toString();
                    queue.put(new Entry(Found.TROUBLE, null, 0, problem));
                }
                quiet = true;
                if (!closed) {
                    Thread.sleep(RETRY_MS);
                }
            }
        }
    }

    /** Waits for a writer. */
    private InputStream open() throws IOException {
        if (Files.isDirectory(pipe) || Files.isRegularFile(pipe)) {
            throw new IOException("no pipe any more");
        }
        opening = true;
        try {
            return Channels.newInputStream(FileChannel.open(pipe, StandardOpenOption.READ));
        } finally {
            opening = false;
        }
    }

    private void pump(InputStream in) throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean skipping = false;
        long lines = 0;
        for (int count = in.read(chunk); count >= 0 && !closed; count = in.read(chunk)) {
            int from = 0;
            for (int i = 0; i < count; i++) {
                if (chunk[i] == '\n') {
                    lines++;
                    if (!skipping) {
                        line.write(chunk, from, i - from);
                        put(line.toByteArray(), lines);
                    }
                    line.reset();
                    skipping = false;
                    from = i + 1;
                }
            }
            line.write(chunk, from, count - from);
            if (skipping || line.size() > MAX_LINE) {
                if (!skipping) {
                    queue.put(tooLong(lines + 1));
                }
                skipping = true;
                line.reset();
            }
        }
        if (line.size() > 0 && !closed) {
            last(line.toByteArray(), lines + 1);
        }
    }

    private void put(byte[] line, long number) throws InterruptedException {
        queue.put(line.length > MAX_LINE ? tooLong(number) : new Entry(Found.LINE, line, number, ""));
    }

    private static Entry tooLong(long number) {
        return new Entry(Found.BAD_LINE, null, number, TOO_LONG);
    }

    /** What stands after the last line end: of a stream a line; of a pipe perhaps a part of one, whose writer was stopped. */
    private void last(byte[] line, long number) throws InterruptedException {
        if (pipe == null) {
            put(line, number);
        } else {
            queue.put(new Entry(Found.BAD_LINE, null, number, "line without end, its writer has gone"));
        }
    }

    @Override
    public String place() {
        return name + " line " + number;
    }

    /** Empty: what has been read from a pipe is not there any more. */
    @Override
    public String position() {
        return "";
    }

    /** Ends the thread; one that waits for standard input stays, as a daemon, until something comes. */
    @Override
    public void close() {
        ended = true;
        closed = true;
        thread.interrupt(); // ends waits for the queue and for the bytes of a pipe
        try {
            for (int i = 0; i < CLOSE_TRIES && pipe != null && thread.isAlive(); i++) {
                if (opening) {
                    beWriter();
                }
                thread.join(CLOSE_WAIT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The wait for a pipe's writer cannot be interrupted; it ends when there is one. Opening both ways is no wait: fifo(7). */
    private void beWriter() {
        try {
            FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
        } catch (IOException e) {
            // no pipe, nobody to wake
        }
    }
}
