package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.store.StoreInUseException;
import io.edgedfa.device.store.StoreLimits;
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

    private static void await(BooleanSupplier condition) throws InterruptedException {
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
            assertFalse(keeper.trouble().isEmpty());
            keeper.event("start", "here");
            Files.createDirectory(file.getParent());
            await(() -> committed.size() == 2);
            assertEquals(List.of("start", "store-back"), committed.stream().map(Event::kind).toList());
            assertEquals("", keeper.trouble());
        }
    }

    @Test
    void shouldKeepNoMoreEventsThanItsLimitWhileTheStoreIsAway() {
        try (StoreKeeper keeper = keeper(folder.resolve("nowhere/s"))) {
            for (int i = 0; i < StoreQueue.MAX_EVENTS + 7; i++) {
                keeper.event("kind", "event " + i);
            }
            assertEquals(7, keeper.lostEvents());
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
