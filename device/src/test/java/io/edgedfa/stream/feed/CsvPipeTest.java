package io.edgedfa.stream.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed.Arrival;
import io.edgedfa.stream.feed.CsvFeed.Format;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Tables from named pipes and streams, which block where files do not. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD) // a pipe that nobody reads holds its writer for ever
class CsvPipeTest {

    private static final ClassNames NAMES = ClassNames.numbers(3);

    @TempDir
    Path folder;

    private final Sample sample = new Sample(1);
    private CsvFeed feed;

    @AfterEach
    void close() {
        if (feed != null) {
            feed.close();
        }
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("rows");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        feed = CsvFeed.of(pipe, new Format(',', false), Preprocessing.values(1), NAMES, true, "");
        return pipe;
    }

    private CsvFeed stream(InputStream in) {
        feed = CsvFeed.of(in, "stdin", new Format(',', false), Preprocessing.values(1), NAMES);
        return feed;
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 5_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(2);
        }
        fail("not within 10 s");
    }

    private Arrival next() throws InterruptedException {
        Arrival[] arrival = {Arrival.NOTHING};
        await(() -> (arrival[0] = feed.poll(sample)) != Arrival.NOTHING);
        return arrival[0];
    }

    private void assertNext(int label, float value) throws InterruptedException {
        assertEquals(Arrival.SAMPLE, next());
        assertEquals(label, sample.label());
        assertEquals(value, sample.features[0]);
    }

    @Test
    void shouldGoOnWhenPipesWriterGoesAndAnotherComes() throws Exception {
        Path pipe = pipe();
        assertEquals(Arrival.NOTHING, feed.poll(sample)); // no writer yet, and no waiting for one
        Files.writeString(pipe, "label,a\n1,10\n2,20\n");
        assertNext(1, 10);
        assertNext(2, 20);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        Files.writeString(pipe, "label,a\n0,30\n");
        assertNext(0, 30);
        assertEquals(0, feed.rejected());
        assertEquals("", feed.position());
    }

    @Test
    void shouldRejectPartOfLineWhenPipesWriterGoesInTheMiddle() throws Exception {
        Path pipe = pipe();
        Files.writeString(pipe, "1,10\n2,2");
        assertNext(1, 10);
        await(() -> feed.poll(sample) == Arrival.NOTHING && feed.rejected() == 1);
        assertEquals(pipe + " line 2: line without end, its writer has gone", feed.lastRejection());
        Files.writeString(pipe, "0,30\n");
        assertNext(0, 30);
    }

    @Test
    void shouldWaitForPipeWhenItIsGone() throws Exception {
        Path pipe = pipe();
        Files.writeString(pipe, "1,10\n"); // returns when the feed has opened it
        assertNext(1, 10);
        // the feed waits for a writer, of this pipe: one that comes and goes makes it open the pipe again
        Path moved = Files.move(pipe, folder.resolve("moved"));
        Files.writeString(moved, "");
        await(() -> feed.poll(sample) == Arrival.NOTHING && feed.lastRejection().equals(pipe + ": is not there"));
        assertEquals(0, feed.rejected());
        Files.move(moved, pipe);
        Files.writeString(pipe, "2,20\n");
        assertNext(2, 20);
    }

    @Test
    void shouldLeaveNoThreadWaitingWhenClosed() throws Exception {
        pipe();
        await(() -> threads() == 1);
        feed.close();
        await(() -> threads() == 0);
        assertEquals(Arrival.END, feed.poll(sample));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("edgedfa-lines")).count();
    }

    @Test
    void shouldEndWhenStreamEnds() throws Exception {
        stream(text("label,a\n1,10\nx\n2,20"));
        assertNext(1, 10);
        assertNext(2, 20);
        assertEquals(Arrival.END, next());
        assertEquals(Arrival.END, feed.poll(sample));
        assertEquals("stdin line 3: 1 cells, allowed: 2", feed.lastRejection());
    }

    @Test
    void shouldDeliverNothingWhileStreamIsSilent() throws Exception {
        try (PipedOutputStream writer = new PipedOutputStream()) {
            stream(new PipedInputStream(writer));
            assertEquals(Arrival.NOTHING, feed.poll(sample));
            writer.write("1,10\n".getBytes(StandardCharsets.UTF_8));
            writer.flush();
            assertNext(1, 10);
            assertEquals(Arrival.NOTHING, feed.poll(sample));
        }
        assertEquals(Arrival.END, next());
    }

    @Test
    void shouldHoldBackWriterWhenNobodyPolls() throws Exception {
        AtomicLong read = new AtomicLong();
        stream(new InputStream() { // one row at a time, without end
            @Override
            public int read() {
                throw new AssertionError("asked for single bytes");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                byte[] row = "1,10\n".getBytes(StandardCharsets.UTF_8);
                System.arraycopy(row, 0, target, offset, row.length);
                read.incrementAndGet();
                return row.length;
            }
        });
        await(() -> read.get() >= 65);
        Thread.sleep(20);
        assertEquals(65, read.get()); // 64 queued, one in hand
        for (int i = 0; i < 200; i++) {
            assertNext(1, 10);
        }
    }

    @Test
    void shouldEndWhenStreamBreaks() throws Exception {
        stream(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cable");
            }
        });
        assertEquals(Arrival.END, next());
        assertEquals("stdin: cannot be read: java.io.IOException: cable", feed.lastRejection());
    }

    @Test
    void shouldRejectLineOnceWhenItIsTooLong() throws Exception {
        stream(text("9".repeat(3 << 20) + "\n1,10\n" + "9".repeat((1 << 20) + 1) + "\n2,20\n"));
        assertNext(1, 10);
        assertEquals("stdin line 1: line too long, allowed: 1048576 bytes", feed.lastRejection());
        assertNext(2, 20);
        assertEquals(2, feed.rejected());
    }
}
