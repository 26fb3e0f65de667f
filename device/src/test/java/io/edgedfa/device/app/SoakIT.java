package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.CuttableRelay;
import io.edgedfa.device.telemetry.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A board that works for a while with everything on, its broker cut off now and then: memory, threads and open files stay what
 * they were. 10 minutes; {@code -Dedgedfa.soak.minutes=N} for more.
 */
class SoakIT {
    private static final long MINUTES = Long.getLong("edgedfa.soak.minutes", 10);
    private static final long EVERY_MS = 2_000;
    /** Growth from one part of the run to a later one that still counts as flat: what malloc and the JVM vary by, bytes. */
    private static final long FLAT_BYTES = 3_000_000;

    @TempDir
    Path folder;

    /** Of a process at one moment. */
    private record Use(long residentBytes, long heapBytes, long threads, long files) {
        static Use of(long pid) throws IOException, InterruptedException {
            long resident = 0;
            long threads = 0;
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    resident = 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                } else if (line.startsWith("Threads:")) {
                    threads = Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
            try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
                return new Use(resident, 0, threads, files.count());
            }
        }

        Use withHeap(long bytes) {
            return new Use(residentBytes, bytes, threads, files);
        }
    }

    private Path config(CuttableRelay relay) throws IOException {
        Files.copy(Path.of("..", "models", "digits-fc2-128.onnx"), folder.resolve("m.onnx"));
        return Files.writeString(folder.resolve("board.toml"), """
                [model]
                file = "m.onnx"
                [source]
                rate = 300
                drift = "rotate:20"
                drift-at = 5000
                [replay]
                bytes = 1000000
                [guard]
                held-out = "digits"
                samples = 200
                every = 100
                max-rollbacks = 1000000
                [predictions]
                to = "predictions.jsonl"
                max-bytes = 1000000
                [store]
                checkpoint-interval-s = 2
                max-events = 200
                max-outbox = 200
                [mqtt]
                broker = "%s"
                """.formatted(relay.uri()));
    }

    @Test
    void shouldStayAsItIs() throws Exception {
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"));
                CuttableRelay relay = new CuttableRelay(broker.port());
                BoardProcess board = BoardProcess.run(config(relay))) {
            board.await("ready", () -> board.readyMs() >= 0);
            List<Use> uses = new ArrayList<>();
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            for (int i = 1; System.nanoTime() < end; i++) {
                Thread.sleep(EVERY_MS);
                assertTrue(board.alive(), board::tail);
                if (i % 15 == 0) {
                    relay.cut();
                }
                uses.add(Use.of(board.pid()).withHeap(i % 5 == 0 ? liveHeap(board.pid()) : 0));
            }
            judge(uses);
            assertTrue(board.terminate().orElseThrow() < 5_000, "SIGTERM ends it within 5 s");
        }
    }

    /** Bytes of the heap that are in use, garbage left out: jcmd collects first. */
    private static long liveHeap(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram").redirectErrorStream(true).start();
        String[] total = new String(process.getInputStream().readAllBytes()).lines().filter(line -> line.startsWith("Total")).findFirst()
                .orElse("Total 0 0").trim().split("\\s+");
        process.waitFor();
        return Long.parseLong(total[2]);
    }

    private static void judge(List<Use> uses) {
        int quarter = uses.size() / 4;
        List<Use> early = uses.subList(quarter, 2 * quarter); // the first quarter is start-up: classes, code, buffers to their full size
        List<Use> late = uses.subList(3 * quarter, uses.size());
        System.out.printf("soak of %d minutes: resident %.1f then %.1f MB, live heap %.2f then %.2f MB, threads %d then %d, files %d then %d%n", MINUTES,
                median(early, Use::residentBytes) / 1e6, median(late, Use::residentBytes) / 1e6, median(early, Use::heapBytes) / 1e6,
                median(late, Use::heapBytes) / 1e6, median(early, Use::threads), median(late, Use::threads), median(early, Use::files),
                median(late, Use::files));
        assertTrue(median(late, Use::residentBytes) - median(early, Use::residentBytes) < FLAT_BYTES, "resident memory grows");
        assertTrue(median(late, Use::heapBytes) - median(early, Use::heapBytes) < FLAT_BYTES / 10, "the heap grows");
        assertEquals(median(early, Use::threads), median(late, Use::threads), "threads");
        assertEquals(median(early, Use::files), median(late, Use::files), "open files");
    }

    /** Of the moments at which it was measured. */
    private static long median(List<Use> uses, ToLongFunction<Use> what) {
        long[] sorted = uses.stream().mapToLong(what).filter(value -> value > 0).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
