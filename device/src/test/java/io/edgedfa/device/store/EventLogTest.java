package io.edgedfa.device.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log together with the outbox; limits are 20 events and 10 in the outbox. */
class EventLogTest {
    @TempDir
    Path folder;

    private BoardStore store;

    @BeforeEach
    void open() {
        store = Stores.open(folder.resolve("board.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void add(int events) {
        for (int i = 0; i < events; i++) {
            store.events().add("kind", "text " + i);
        }
    }

    private static List<Long> numbers(List<Event> events) {
        return events.stream().map(Event::number).toList();
    }

    @Test
    void shouldBeInLogAndOutboxWhenAdded() {
        assertEquals(1, store.events().add("started", ""));
        assertEquals(2, store.events().add("drift", "loss 2 \ud83d\ude00"));
        close();
        open();
        Event first = new Event(1, Stores.CLOCK.millis(), "started", "");
        Event second = new Event(2, Stores.CLOCK.millis(), "drift", "loss 2 \ud83d\ude00");
        assertEquals(List.of(second, first), store.events().latest(9));
        assertEquals(List.of(first, second), store.outbox().oldest(9));
        assertEquals(List.of(second), store.events().latest(1));
        assertEquals(List.of(first), store.outbox().oldest(1));
        assertEquals(List.of(), store.outbox().oldest(0));
    }

    @Test
    void shouldForgetTheOldestAndCountThemWhenFull() {
        add(25);
        assertEquals(List.of(25L, 24L), numbers(store.events().latest(2)));
        assertEquals(20, store.events().latest(100).size());
        assertEquals(10, store.outbox().waiting());
        assertEquals(15, store.outbox().dropped());
        close();
        open();
        assertEquals(15, store.outbox().dropped());
        assertEquals(16, store.outbox().oldest(1).get(0).number());
    }

    @Test
    void shouldNotCountWhatWasAcknowledgedWhenFull() {
        add(8);
        store.outbox().acknowledge(6);
        add(8);
        assertEquals(0, store.outbox().dropped());
        assertEquals(10, store.outbox().waiting());
        add(1);
        assertEquals(1, store.outbox().dropped());
    }

    @Test
    void shouldStayAcknowledgedWhenReopened() {
        add(5);
        store.outbox().acknowledge(3);
        store.outbox().acknowledge(2);
        close();
        open();
        assertEquals(List.of(4L, 5L), numbers(store.outbox().oldest(9)));
        assertEquals(2, store.outbox().waiting());
        assertEquals(5, store.events().latest(9).size());
    }

    @Test
    void shouldNeverGiveANumberTwiceWhenAllIsAcknowledgedAndReopened() {
        add(30);
        store.outbox().acknowledge(Long.MAX_VALUE);
        close();
        open();
        assertEquals(31, store.events().add("kind", ""));
        assertEquals(List.of(31L), numbers(store.outbox().oldest(9)));
    }

    @Test
    void shouldCutBetweenCharactersWhenTextIsLong() {
        store.events().add("kind", "x" + "\ud83d\ude00".repeat(600));
        store.events().add("kind", "y".repeat(2049));
        List<Event> events = store.outbox().oldest(2);
        assertEquals("x" + "\ud83d\ude00".repeat(511), events.get(0).text());
        assertEquals(2048, events.get(1).text().getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void shouldRefuseWhenArgumentsAreOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> store.events().add("", "text"));
        assertThrows(IllegalArgumentException.class, () -> store.events().add("k".repeat(65), "text"));
        assertThrows(IllegalArgumentException.class, () -> store.events().latest(-1));
        assertThrows(IllegalArgumentException.class, () -> store.outbox().oldest(-1));
        assertEquals(1, store.events().add("kind", "text"));
    }
}
