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

    private List<Event> waiting(int limit) {
        return store.outbox().oldest(limit).stream().map(Entry::event).toList();
    }

    @Test
    void shouldBeInLogAndOutboxWhenAdded() {
        assertEquals(1, store.events().add("started", "").number());
        assertEquals(2, store.events().add("drift", "loss 2\n\ud83d\ude00").number());
        close();
        open();
        Event first = new Event(1, Stores.CLOCK.millis(), "started", "");
        Event second = new Event(2, Stores.CLOCK.millis(), "drift", "loss 2\n\ud83d\ude00");
        assertEquals(List.of(second, first), store.events().latest(9));
        assertEquals(List.of(first, second), waiting(9));
        assertEquals(List.of(second), store.events().latest(1));
        assertEquals(List.of(first), waiting(1));
        assertEquals(List.of(), waiting(0));
    }

    @Test
    void shouldForgetTheOldestAndCountThemWhenFull() {
        add(25);
        assertEquals(List.of(25L, 24L), numbers(store.events().latest(2)));
        assertEquals(20, store.events().latest(100).size());
        assertEquals(new Outbox.Size(10, 10 * "kind text 24".length(), 0, 15), store.outbox().size());
        close();
        open();
        assertEquals(15, store.outbox().size().droppedEvents());
        assertEquals(16, store.outbox().oldest(1).get(0).number());
    }

    @Test
    void shouldNotCountWhatWasAcknowledgedWhenFull() {
        add(8);
        store.outbox().acknowledge(6);
        add(8);
        assertEquals(0, store.outbox().size().droppedEvents());
        assertEquals(10, store.outbox().size().waiting());
        add(1);
        assertEquals(1, store.outbox().size().droppedEvents());
    }

    @Test
    void shouldCutBetweenCharactersWhenTextIsLong() {
        store.events().add("kind", "x" + "\ud83d\ude00".repeat(600));
        store.events().add("kind", "y".repeat(2049));
        List<Event> events = waiting(2);
        assertEquals("x" + "\ud83d\ude00".repeat(511), events.get(0).text());
        assertEquals(2048, events.get(1).text().getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void shouldRefuseWhenArgumentsAreOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> store.events().add("", "text"));
        assertThrows(IllegalArgumentException.class, () -> store.events().add("two\nlines", "text"));
        assertThrows(IllegalArgumentException.class, () -> store.events().add("k".repeat(65), "text"));
        assertThrows(IllegalArgumentException.class, () -> store.events().latest(-1));
        assertThrows(IllegalArgumentException.class, () -> store.outbox().oldest(-1));
        assertEquals(1, store.events().add("kind", "text").number());
    }
}
