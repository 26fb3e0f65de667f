package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.store.StoreLimits;
import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told may throw or be slow: no more goes wrong than that. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoreKeeperFaultsTest {
    private static final StoreListener.Opening NOTHING = (store, self) -> {};
    private static final Logger LOG = Logger.getLogger(StoreKeeper.class.getPackageName());

    @TempDir
    Path folder;

    private final List<Event> committed = new CopyOnWriteArrayList<>();
    private final List<Report> unkept = new CopyOnWriteArrayList<>();
    private final AtomicBoolean faulty = new AtomicBoolean(true); // once
    private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            logged.add(formatter.formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(handler);
        LOG.setUseParentHandlers(true);
    }

    private StoreKeeper keeper(Path file, StoreListener.Opening opening, StoreListener listener) {
        return new StoreKeeper(file, StoreLimits.defaults(), Clock.systemUTC(), opening, listener);
    }

    private void failOnce() {
        if (faulty.getAndSet(false)) {
            throw new IllegalStateException("the listener's\nown fault");
        }
    }

    private static Thread writer() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("edgedfa-store")).findFirst().orElseThrow();
    }

    private List<String> onDisk(StoreKeeper keeper) {
        List<Event> events = new ArrayList<>(keeper.store().orElseThrow().events().latest(100));
        Collections.reverse(events);
        return events.stream().map(Event::text).toList();
    }

    @Test
    void shouldKeepWhatComesLaterWhenTheListenerThrowsAtAnEvent() {
        Listening listener = new Listening(event -> {
            committed.add(event);
            failOnce();
        }, unkept::add);
        try (StoreKeeper keeper = keeper(folder.resolve("s"), NOTHING, listener)) {
            keeper.event("kind", "first");
            keeper.event("kind", "second");
            assertTrue(keeper.flush(10_000), "all is written");
            assertEquals(List.of("first", "second"), onDisk(keeper), "each once");
            assertEquals(List.of("first", "second"), committed.stream().map(Event::text).toList());
        }
        assertEquals(1, logged.size(), logged::toString);
        assertTrue(logged.get(0).contains("entry 1") && logged.get(0).contains("the listener's?own fault"), logged::toString);
    }

    @Test
    void shouldKeepWhatComesLaterWhenTheListenerThrowsAtAReportThatIsNotKept() {
        Listening listener = new Listening(committed::add, report -> {
            unkept.add(report);
            failOnce();
        });
        try (StoreKeeper keeper = keeper(folder.resolve("s"), NOTHING, listener)) {
            keeper.report(new Report(1, List.of(new Metric("steps", Metric.NO_ALIAS, 1, DataType.UINT8, 256L, false)), List.of()));
            keeper.report(new Report(2, List.of(Metric.of("accuracy", 2, 0.5)), List.of()));
            assertTrue(keeper.flush(10_000), "all is written");
            assertEquals(1, unkept.size());
            assertEquals(1, keeper.status().outbox().waiting());
        }
        assertEquals(1, logged.size(), logged::toString);
    }

    @Test
    void shouldCallACommitDoneWhenTheListenerThrowsAtIt() {
        Listening listener = new Listening(event -> failOnce(), unkept::add);
        try (StoreKeeper keeper = keeper(folder.resolve("s"), NOTHING, listener)) {
            assertTrue(keeper.commit(store -> Optional.of(store.events().add("kind", "committed"))));
            assertEquals(List.of("committed"), onDisk(keeper));
        }
    }

    @Test
    void shouldTryAnewWhenTheOpenerThrows() throws Exception {
        Path file = folder.resolve("later/s");
        try (StoreKeeper keeper = keeper(file, (store, self) -> failOnce(), new Listening(committed::add, unkept::add))) {
            keeper.event("start", "here");
            Files.createDirectory(file.getParent());
            StoreKeeperTest.await(() -> committed.size() == 2);
            assertEquals(List.of("start", "store-back"), committed.stream().map(Event::kind).toList());
            assertEquals("", keeper.status().trouble());
        }
    }

    @Test
    void shouldKeepTheNextEventWhenOneIsRefused() {
        try (StoreKeeper keeper = keeper(folder.resolve("s"), NOTHING, new Listening(committed::add, unkept::add))) {
            keeper.event("", "no kind");
            keeper.event("kind", "next");
            assertTrue(keeper.flush(10_000), "all is written");
            assertEquals(List.of("next"), onDisk(keeper));
        }
    }

    @Test
    void shouldLetGoOfAStoreThatCouldNotBeUsedWhenItCloses() {
        Path file = folder.resolve("s");
        StoreListener.Opening opening = (store, self) -> {
            throw new IllegalStateException("always");
        };
        try (StoreKeeper keeper = keeper(file, opening, new Listening(committed::add, unkept::add))) {
            assertEquals(Optional.empty(), keeper.store());
        }
        open().close();
    }

    @Test
    void shouldSayWhatWasNotWrittenWhenItIsClosedBeforeAllIs() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        StoreListener slow = new Listening(event -> {
            committed.add(event);
            writing.countDown();
            awaitAnyway(goOn);
        }, unkept::add);
        StoreKeeper keeper = keeper(folder.resolve("s"), NOTHING, slow);
        keeper.event("kind", "first");
        writing.await();
        keeper.event("kind", "second");
        keeper.report(new Report(1, List.of(Metric.of("accuracy", 1, 0.5)), List.of()));
        Thread writer = writer();
        keeper.close();
        goOn.countDown();
        writer.join();
        assertEquals(List.of("the store was too slow and was closed before all was written; events not stored: 1, reports: 1"), logged);
        assertEquals(1, unkept.size());
        try (BoardStore store = open()) {
            assertEquals(List.of("first"), store.events().latest(9).stream().map(Event::text).toList());
        }
    }

    @Test
    void shouldLetGoOfAStoreThatOpensWhenItIsClosedAlready() throws InterruptedException {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Supplier<BoardStore> opens = () -> {
            failOnce();
            opening.countDown();
            awaitAnyway(goOn);
            return open();
        };
        StoreKeeper keeper = new StoreKeeper(opens, Clock.systemUTC(), NOTHING, new Listening(committed::add, unkept::add));
        opening.await();
        Thread writer = writer();
        keeper.close();
        goOn.countDown();
        writer.join();
        open().close();
        assertEquals(1, logged.size(), logged::toString); // why it could not be opened at first
    }

    private BoardStore open() {
        return BoardStore.open(folder.resolve("s"), StoreLimits.defaults(), Clock.systemUTC());
    }

    private static void awaitAnyway(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldNotSayThatLearningGoesOnWhenTheStoreFailsAtTheEnd() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        StoreListener slow = new Listening(event -> {
            writing.countDown();
            awaitAnyway(goOn);
        }, unkept::add);
        StoreKeeper keeper = keeper(folder.resolve("s"), NOTHING, slow);
        keeper.event("kind", "first");
        writing.await();
        keeper.event("kind", "second");
        keeper.store().orElseThrow().close(); // as a disk that is gone would do
        Thread closing = new Thread(keeper::close);
        closing.start();
        StoreKeeperTest.await(() -> closing.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        closing.join();
        assertEquals(1, logged.size(), logged::toString);
        assertTrue(logged.get(0).startsWith("the store cannot be used: "), logged::toString);
    }
}
