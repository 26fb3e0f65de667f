package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Checkpoint;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.StoreLimits;
import io.edgedfa.device.telemetry.AcknowledgingHost;
import io.edgedfa.device.telemetry.AcknowledgingHost.Stored;
import io.edgedfa.device.telemetry.CuttableRelay;
import io.edgedfa.device.telemetry.TestBroker;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL again and again, at random moments of a board under full load: it learns as fast as it can, writes a checkpoint every
 * 100 ms, rolls back often, and sends reports and events to a broker that is cut off at times and to a host that misses some. {@code -Dedgedfa.chaos.cycles=N} for more
 * or fewer than 300.
 */
class ChaosIT {
    private static final int CYCLES = Integer.getInteger("edgedfa.chaos.cycles", 300);

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(20_261_126);
    private final List<Long> startsMs = new ArrayList<>();
    private final Map<Long, String> events = new TreeMap<>(); // that the board said are on disk
    private final Map<Long, Entry> entries = new TreeMap<>(); // that kills left in the outbox
    private long updates;
    private long checkpoint;
    private final Set<String> lastLines = new HashSet<>();
    private int rollbacks;
    private int killedAtWork;

    private Path config(CuttableRelay relay) throws IOException {
        Files.copy(Path.of("..", "models", "digits-fc2-128.onnx"), folder.resolve("m.onnx"));
        return Files.writeString(folder.resolve("board.toml"), """
                [board]
                id = "chaos"
                [model]
                file = "m.onnx"
                [learning]
                learning-rate = 0.1
                [replay]
                bytes = 400000
                [guard]
                held-out = "digits"
                samples = 200
                every = 10
                margin = 0.03
                max-rollbacks = 1000000
                rate-factor = 1.0
                [store]
                checkpoint-interval-s = 0.1
                [report]
                interval-ms = 100
                [mqtt]
                broker = "%s"
                """.formatted(relay.uri()));
    }

    @Test
    void shouldLoseNothingWhenKilledAtAnyMoment() throws Exception {
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"));
                CuttableRelay relay = new CuttableRelay(broker.port());
                AcknowledgingHost host = new AcknowledgingHost(broker.uri(), "edgedfa", "chaos").lose(2)) {
            Path config = config(relay);
            for (int cycle = 1; cycle <= CYCLES; cycle++) {
                cycle(cycle, config, relay);
            }
            host.lose(0);
            drain(config, host);
            Map<Long, Stored> stored = new TreeMap<>();
            host.stored().forEach(entry -> assertTrue(stored.put(entry.number(), entry) == null, () -> entry + " came twice"));
            assertEquals(1, host.stored().stream().map(Stored::store).distinct().count(), "one store");
            assertEquals(LongStream.rangeClosed(1, stored.size()).boxed().toList(), host.stored().stream().map(Stored::number).toList(),
                    "every number, in order, whatever died in between");
            check(stored);
            Collections.sort(startsMs);
            System.out.printf("chaos: %d cycles, %d killed while learning, %d entries came (%d as historical), %d events said, %d rollbacks, %d updates, %d checkpoints;"
                    + " start to first prediction p50 %d ms, p99 %d ms%n", CYCLES, killedAtWork, stored.size(),
                    stored.values().stream().filter(Stored::historical).count(), events.size(), rollbacks, updates,
                    checkpoint, startsMs.get(startsMs.size() / 2), startsMs.get(startsMs.size() * 99 / 100));
            assertTrue(rollbacks > CYCLES / 10, "the load has no rollbacks to speak of: " + rollbacks);
            assertTrue(killedAtWork > CYCLES / 2, "most kills must hit a board at work: " + killedAtWork);
            assertTrue(startsMs.get(startsMs.size() / 2) < 2_000, "from a kill to the first prediction: " + startsMs);
        }
    }

    private void cycle(int cycle, Path config, CuttableRelay relay) throws Exception {
        try (BoardProcess board = BoardProcess.run(config)) {
            if (random.nextInt(10) == 0) {
                Thread.sleep(random.nextInt(800)); // in the middle of starting
                assertTrue(board.alive(), () -> "cycle " + cycle + ": the board ended by itself:\n" + board.tail());
            } else {
                board.await("cycle " + cycle + ": ready", () -> board.readyMs() >= 0);
                if (random.nextInt(4) == 0) {
                    relay.cut();
                }
                Thread.sleep(random.nextInt(700));
                assertTrue(board.alive(), () -> "cycle " + cycle + ": the board ended by itself:\n" + board.tail());
                killedAtWork++;
            }
            board.kill();
            note(board);
        }
        inspect(cycle);
    }

    private void note(BoardProcess board) {
        if (board.readyMs() >= 0) {
            startsMs.add(board.readyMs());
        }
        List<String> lines = board.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean torn = i == lines.size() - 1; // it may be: the kill does not wait for the end of a line
            if (line.matches("event \\d+ .*")) {
                events.put(Long.parseLong(line.split(" ")[1]), line);
                if (torn) {
                    lastLines.add(line);
                }
                rollbacks += line.contains(" rollback: ") ? 1 : 0;
            }
            assertTrue(!line.contains("store-set-aside") && !line.contains("resume-failed"), line);
        }
    }

    /** What the kill left, looked at in a copy: the store is whole, and nothing of it has gone back. */
    private void inspect(int cycle) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy")).resolve("store");
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path part = folder.resolve("board.store" + suffix);
            Path to = copy.resolveSibling("store" + suffix);
            Files.deleteIfExists(to);
            if (Files.exists(part)) {
                Files.copy(part, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.exists(copy)) {
            return;
        }
        try (BoardStore store = BoardStore.open(copy, StoreLimits.defaults(), Clock.systemUTC())) {
            assertTrue(store.setAside().isEmpty(), "cycle " + cycle + ": the store is corrupt");
            store.check();
            store.outbox().oldest(100_000).forEach(entry -> entries.put(entry.number(), entry));
            if (store.checkpoints().current().isPresent()) {
                Checkpoint current = store.checkpoints().current().get();
                store.checkpoints().restore(current, (name, values) -> {});
                store.checkpoints().memory((slot, bytes) -> {});
                long now = Long.parseLong(current.facts().get("updates"));
                assertTrue(now >= updates && current.number() >= checkpoint, "cycle " + cycle + ": learning went back from update " + updates
                        + " to " + now);
                updates = now;
                checkpoint = current.number();
            }
        }
    }

    /** A last start, undisturbed: what waits in the outbox goes out. */
    private void drain(Path config, AcknowledgingHost host) throws Exception {
        try (BoardProcess board = BoardProcess.run(config)) {
            board.await("ready", () -> board.readyMs() >= 0);
            long last = Math.max(Collections.max(events.keySet()), Collections.max(entries.keySet()));
            board.await("all of the processes before, up to " + last,
                    () -> host.stored().stream().anyMatch(entry -> entry.number() >= last));
            assertTrue(board.terminate().isPresent(), "SIGTERM ends it");
        }
    }

    /** What came is what was said, and what lay on the disk. */
    private void check(Map<Long, Stored> stored) {
        events.forEach((number, line) -> {
            Map<String, Object> values = stored.get(number).values();
            String came = "event " + number + " " + values.get(BoardMetrics.EVENT_KIND) + ": " + values.get(BoardMetrics.EVENT_TEXT);
            assertEquals(line, lastLines.contains(line) ? came.substring(0, Math.min(line.length(), came.length())) : came);
        });
        int reports = 0;
        for (Entry entry : entries.values()) {
            if (entry.kind() != Entry.Kind.EVENT) {
                Map<String, Object> measured = new HashMap<>();
                PayloadCodec.decode(entry.body()).metrics().forEach(metric -> measured.put(metric.name(), metric.value()));
                assertEquals(measured, stored.get(entry.number()).values(), "entry " + entry.number());
                reports++;
            }
        }
        assertTrue(reports > CYCLES, "reports that a kill left in the outbox: " + reports);
    }
}
