package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.store.StoreInUseException;
import io.edgedfa.device.store.StoreLimits;
import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.feed.WalkFeed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreKeeperTest {
    @TempDir
    Path folder;

    private final List<Event> committed = new CopyOnWriteArrayList<>();
    private final List<Report> unkept = new CopyOnWriteArrayList<>();

    private StoreKeeper keeper(Path file) {
        return new StoreKeeper(file, StoreLimits.defaults(), Clock.systemUTC(), (store, self) -> {}, new Listening(committed::add, unkept::add));
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertTrue(condition.getAsBoolean());
    }

    @Test
    void shouldTellOfAnEventWhenItIsOnDisk() throws InterruptedException {
        try (StoreKeeper keeper = keeper(folder.resolve("s"))) {
            keeper.event("start", "here");
            await(() -> committed.size() == 1);
            assertEquals("here", keeper.store().orElseThrow().events().latest(1).get(0).text());
        }
    }

    @Test
    void shouldWriteWhatWaitsBeforeItCloses() {
        try (StoreKeeper keeper = keeper(folder.resolve("s"))) {
            for (int i = 0; i < 50; i++) {
                keeper.event("kind", "event " + i);
            }
        }
        assertEquals(50, committed.size());
    }

    @Test
    void shouldBeginWithoutAStoreAndWriteWhatWaitedWhenThereIsOne() throws Exception {
        Path file = folder.resolve("later/s");
        try (StoreKeeper keeper = keeper(file)) {
            assertTrue(keeper.store().isEmpty());
            assertFalse(keeper.status().trouble().isEmpty());
            keeper.event("start", "here");
            Files.createDirectory(file.getParent());
            await(() -> committed.size() == 2);
            assertEquals(List.of("start", "store-back"), committed.stream().map(Event::kind).toList());
            assertEquals("", keeper.status().trouble());
        }
    }

    @Test
    void shouldKeepNoMoreEventsThanItsLimitWhileTheStoreIsAway() {
        try (StoreKeeper keeper = keeper(folder.resolve("nowhere/s"))) {
            for (int i = 0; i < StoreQueue.MAX_EVENTS + 7; i++) {
                keeper.event("kind", "event " + i);
            }
            assertEquals(7, keeper.status().lostEvents());
        }
    }

    private static Report report(long timeMs, double accuracy) {
        return new Report(timeMs, List.of(Metric.of("accuracy", timeMs, accuracy), Metric.of("rule", timeMs, "dfa")),
                List.of(Metric.of("uptime", timeMs, timeMs)));
    }

    private static List<String> names(Entry entry) {
        return PayloadCodec.decode(entry.body()).metrics().stream().map(Metric::name).toList();
    }

    @Test
    void shouldKeepOfAReportWhatChangedSinceTheLastOneThatIsOnDisk() throws Exception {
        try (StoreKeeper keeper = keeper(folder.resolve("s"))) {
            keeper.report(report(1_000, 0.5));
            keeper.report(report(2_000, 0.5));
            keeper.report(report(3_000, 0.6));
            assertTrue(keeper.flush(10_000));
            List<Entry> entries = keeper.store().orElseThrow().outbox().oldest(9);
            assertEquals(List.of(List.of("accuracy", "rule"), List.of("uptime"), List.of("uptime"), List.of("accuracy"), List.of("uptime")),
                    entries.stream().map(StoreKeeperTest::names).toList());
            assertEquals(List.of(1_000L, 1_000L, 2_000L, 3_000L, 3_000L), entries.stream().map(Entry::timeMs).toList());
            assertEquals(5, keeper.status().outbox().waiting());
            assertEquals(List.of(), unkept);
        }
    }

    @Test
    void shouldHandReportsBackAtOnceWhileTheStoreIsAwayAndKeepAllOfTheFirstOneAfterwards() throws Exception {
        Path file = folder.resolve("later/s");
        try (StoreKeeper keeper = keeper(file)) {
            keeper.report(report(1_000, 0.5));
            assertEquals(1, unkept.size());
            keeper.event("start", "here");
            Files.createDirectory(file.getParent());
            await(() -> committed.size() == 2);
            assertTrue(committed.get(1).text().endsWith("reports not stored so far: 1"), committed.get(1).text());
            keeper.report(report(2_000, 0.5));
            assertTrue(keeper.flush(10_000));
            assertEquals(List.of("accuracy", "rule"), names(keeper.store().orElseThrow().outbox().after(2, 1).get(0)));
            assertEquals(1, keeper.status().unkeptReports());
        }
    }

    @Test
    void shouldHandAReportBackThatCannotBeEncodedAndKeepTheNext() {
        try (StoreKeeper keeper = keeper(folder.resolve("s"))) {
            keeper.report(new Report(1, List.of(new Metric("steps", Metric.NO_ALIAS, 1, DataType.UINT8, 256L, false)), List.of()));
            keeper.report(report(2_000, 0.5));
            assertTrue(keeper.flush(10_000));
            assertEquals(1, unkept.size());
            assertEquals(2, keeper.status().outbox().waiting());
        }
    }

    @Test
    void shouldRefuseAStoreThatAnotherBoardHasOpen() {
        try (StoreKeeper first = keeper(folder.resolve("s"))) {
            assertThrows(StoreInUseException.class, () -> keeper(folder.resolve("s")));
        }
    }

    @Test
    void shouldMakeAStoreAnewThatBecameCorruptWhileItWasOpenAndHaveAllSavedAgain() throws Exception {
        Loop.Options options = new Loop.Options();
        options.replayBytes = 400_000;
        options.checkpointMs = 1;
        options.learning = new LearningSettings("dfa", "default", "adam", 1e-3, 16, 1);
        Path file = folder.resolve("store");
        // Its checkpoints are larger than what SQLite keeps in memory, so that it comes to see the damage.
        Network network = Network.dense(List.of(784, 400, 10), Layer.activation("tanh"), List.of());
        Parameters parameters = InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(1));
        try (Loop loop = new Loop(file, network, parameters, options, position -> new WalkFeed(
                new DatasetSource(DigitsLoop.TRAIN, 1), 0))) {
            loop.start();
            loop.runTo(1_000);
            overwrite(file);
            await(() -> {
                loop.runTo(loop.agent.samples() + 50);
                return loop.eventKinds().contains("store-set-aside");
            });
            loop.runTo(loop.agent.samples() + 200);
            loop.agent.onClose();
            BoardStore store = loop.store();
            assertTrue(store.checkpoints().current().isPresent());
            int[] slots = new int[1];
            store.checkpoints().memory((slot, bytes) -> slots[0]++);
            assertEquals(loop.memory.size(), slots[0], "slots that did not change since are in the new store, too");
        }
    }

    /** Pages of the open file and of its log become garbage. */
    private static void overwrite(Path file) throws IOException {
        for (String suffix : List.of("", "-wal")) {
            Path part = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(part)) {
                byte[] garbage = new byte[(int) Files.size(part)];
                Arrays.fill(garbage, (byte) 0x5A);
                try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(garbage));
                }
            }
        }
    }
}
