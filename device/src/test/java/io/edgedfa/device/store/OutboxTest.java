package io.edgedfa.device.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits are 10 events, 16 KiB, 1 hour. */
class OutboxTest {
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final StoreLimits LIMITS = new StoreLimits(64 << 20, 20, 10, 16 << 10, HOUR_MS);

    @TempDir
    Path folder;

    private long nowMs = Stores.CLOCK.millis();
    private BoardStore store;

    @BeforeEach
    void open() {
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(nowMs);
            }
        };
        store = BoardStore.open(folder.resolve("board.db"), LIMITS, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Entry report(int bytes) {
        return store.outbox().add(List.of(new Entry.Report(Entry.Kind.LEARNER, nowMs, new byte[bytes]))).get(0);
    }

    private List<Long> numbers() {
        return store.outbox().oldest(1_000).stream().map(Entry::number).toList();
    }

    @Test
    void shouldNumberReportsAndEventsTogetherAndLinkThem() {
        byte[] body = {1, 2, 3};
        List<Entry> added = store.outbox().add(List.of(new Entry.Report(Entry.Kind.LEARNER, 5, body),
                new Entry.Report(Entry.Kind.MACHINE, 6, new byte[0])));
        Entry event = store.events().add("drift", "text");
        assertEquals(List.of(1L, 2L, 3L), List.of(added.get(0).number(), added.get(1).number(), event.number()));
        assertEquals(List.of(0L, 1L, 2L), List.of(added.get(0).previous(), added.get(1).previous(), event.previous()));
        List<Entry> read = store.outbox().after(0, 9);
        assertEquals(List.of(Entry.Kind.LEARNER, Entry.Kind.MACHINE, Entry.Kind.EVENT), read.stream().map(Entry::kind).toList());
        assertEquals(List.of(0L, 1L, 2L), read.stream().map(Entry::previous).toList());
        assertEquals(List.of(5L, 6L, nowMs), read.stream().map(Entry::timeMs).toList());
        assertArrayEquals(body, read.get(0).body());
        assertEquals(List.of(2L), store.outbox().after(1, 1).stream().map(Entry::number).toList());
        assertEquals(1, store.outbox().after(1, 1).get(0).previous());
    }

    @Test
    void shouldDropTheOldestReportsAndNoEventWhenBytesRunOut() {
        for (int i = 0; i < 5; i++) {
            report(6_000);
            store.events().add("kind", "");
        }
        assertEquals(List.of(2L, 4L, 6L, 7L, 8L, 9L, 10L), numbers());
        assertEquals(new Outbox.Size(7, 2 * 6_000 + 5 * 5, 3, 0), store.outbox().size());
        assertEquals(List.of(0L, 2L, 4L, 6L), store.outbox().oldest(4).stream().map(Entry::previous).toList());
        assertEquals(4, store.outbox().after(4, 1).get(0).previous());
        assertEquals(4, store.outbox().after(5, 1).get(0).previous());
    }

    @Test
    void shouldKeepTheNewestReportWhenEventsAloneFillTheBytes() {
        for (int i = 0; i < 10; i++) {
            store.events().add("kind", "x".repeat(2_000));
        }
        report(9_000);
        report(9_000);
        assertEquals(11, store.outbox().size().waiting());
        assertEquals(1, store.outbox().size().droppedReports());
        assertEquals(12, numbers().get(10));
    }

    @Test
    void shouldDropReportsThatAreTooOldButNoEvents() {
        report(10);
        store.events().add("kind", "");
        nowMs += HOUR_MS - 1;
        report(10);
        assertEquals(List.of(1L, 2L, 3L), numbers());
        nowMs += 2;
        report(10);
        assertEquals(List.of(2L, 3L, 4L), numbers());
        assertEquals(1, store.outbox().size().droppedReports());
    }

    @Test
    void shouldKeepWhatAClockThatWasNeverSetHasDated() {
        long real = nowMs;
        nowMs = 1_000;
        report(10);
        nowMs = real;
        report(10);
        assertEquals(List.of(1L, 2L), numbers());
        nowMs += HOUR_MS + 1;
        report(10);
        assertEquals(List.of(3L), numbers(), "gone with the first one of a credible time");
    }

    @Test
    void shouldDropManySmallOnesForALargeOne() {
        for (int i = 0; i < 200; i++) {
            report(80);
        }
        report(15_000);
        assertTrue(store.outbox().size().bytes() <= 16 << 10);
        assertEquals(201, numbers().get(numbers().size() - 1));
    }

    @Test
    void shouldForgetWhatWasAcknowledgedAtOnceAndForGoodWhenReopened() {
        for (int i = 0; i < 3; i++) {
            report(10);
            store.events().add("kind", "");
        }
        store.outbox().acknowledge(3);
        store.outbox().acknowledge(2);
        assertEquals(List.of(4L, 5L, 6L), numbers());
        assertEquals(0, store.outbox().oldest(1).get(0).previous());
        assertEquals(0, store.outbox().after(3, 1).get(0).previous());
        close();
        open();
        assertEquals(List.of(4L, 5L, 6L), numbers());
        assertEquals(new Outbox.Size(3, 10 + 5 + 5, 0, 0), store.outbox().size());
        assertEquals(3, store.events().latest(9).size());
    }

    @Test
    void shouldNeverGiveANumberTwiceWhenAllIsAcknowledgedAndReopened() {
        report(10);
        store.events().add("kind", "");
        store.outbox().acknowledge(2);
        close();
        open();
        assertEquals(0, store.outbox().size().waiting());
        assertEquals(3, report(10).number());
        assertEquals(0, store.outbox().oldest(1).get(0).previous());
    }

    @Test
    void shouldKeepItsIdWhenReopenedAndHaveAnotherWhenMadeAnew() throws Exception {
        long id = store.outbox().store();
        assertTrue(id > 0);
        close();
        open();
        assertEquals(id, store.outbox().store());
        close();
        Files.write(folder.resolve("board.db"), new byte[10_000]);
        open();
        assertNotEquals(id, store.outbox().store());
        assertTrue(store.outbox().store() > 0);
    }

    @Test
    void shouldBecomeAnotherStoreWhenTheHostKnowsNumbersThatItNeverGave() {
        report(10);
        long id = store.outbox().store();
        store.outbox().acknowledge(2);
        assertNotEquals(id, store.outbox().store());
        assertEquals(List.of(1L), numbers(), "what the host has not got stays");
    }

    @Test
    void shouldRefuseBodiesThatAreTooLong() {
        assertThrows(IllegalArgumentException.class, () -> report(Outbox.MAX_BODY_BYTES + 1));
    }

    @Test
    void shouldCarryOverTheOutboxOfAVersionOneStore() throws Exception {
        Path file = folder.resolve("old.db");
        Stores.sql(file, Schema.MIGRATIONS.get(0).toArray(String[]::new));
        Stores.sql(file, "PRAGMA application_id = " + Schema.APPLICATION_ID, "PRAGMA user_version = 1",
                "INSERT INTO outbox VALUES (7, 1000, 'drift', 'first' || char(10) || 'second'), (8, 2000, 'stop', '')",
                "INSERT INTO event VALUES (8, 2000, 'stop', '')", "UPDATE state SET last_event = 8, dropped = 3");
        try (BoardStore old = BoardStore.open(file, LIMITS, Stores.CLOCK)) {
            assertEquals(List.of(new Event(7, 1000, "drift", "first\nsecond"), new Event(8, 2000, "stop", "")),
                    old.outbox().oldest(9).stream().map(Entry::event).toList());
            assertEquals(new Outbox.Size(2, "drift first second".length() + "stop ".length(), 0, 3), old.outbox().size());
            assertEquals(9, old.events().add("start", "").number());
            assertTrue(old.outbox().store() > 0);
        }
    }
}
