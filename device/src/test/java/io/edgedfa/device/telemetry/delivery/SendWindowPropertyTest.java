package io.edgedfa.device.telemetry.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The window at work against {@link GoBackN}, over a network that loses and delays, in virtual time. */
class SendWindowPropertyTest {
    private static final int BYTES = 10_000;

    private SendWindow window = new SendWindow();

    @Property(tries = 100)
    void shouldBringEveryEntryOnceInOrderWhateverTheNetworkLoses(@ForAll long seed, @ForAll @IntRange(max = 15) int lossPercent,
            @ForAll @IntRange(max = 300) int before, @ForAll @IntRange(max = 200) int during) {
        new Simulation(new Random(seed), lossPercent).run(before, during);
    }

    /** A board, a host, and a network between them that loses some of what either says. */
    private static final class Simulation {
        private final TreeMap<Long, Integer> outbox = new TreeMap<>();
        private final Deque<long[]> toHost = new ArrayDeque<>(); // arrives at, number, previous
        private final Deque<long[]> toBoard = new ArrayDeque<>(); // arrives at, acknowledged
        private final GoBackN host = new GoBackN();
        private final SendWindow window = new SendWindow();
        private final Random random;
        private final int lossPercent;
        private long nowMs;
        private long last;

        Simulation(Random random, int lossPercent) {
            this.random = random;
            this.lossPercent = lossPercent;
        }

        void run(int before, int during) {
            for (int i = 0; i < before; i++) {
                outbox.put(++last, 100 + random.nextInt(BYTES));
            }
            toBoard.add(new long[] {5, 0}); // what a host says after the birth
            for (int turn = 0; turn < 400_000 && host.acknowledged() < before + during; turn++) {
                nowMs += 10;
                if (last < before + during && random.nextInt(3) == 0) {
                    outbox.put(++last, 100);
                    window.offered(last);
                    send(last);
                }
                deliver();
                pass();
            }
            assertEquals(before + during, host.stored().size());
            for (int i = 0; i < host.stored().size(); i++) {
                assertEquals(i + 1, host.stored().get(i));
            }
        }

        private void send(long number) {
            if (random.nextInt(100) >= lossPercent) {
                Long previous = outbox.lowerKey(number);
                toHost.add(new long[] {nowMs + 30, number, previous == null ? 0 : previous});
            }
        }

        private void deliver() {
            while (!toHost.isEmpty() && toHost.peek()[0] <= nowMs) {
                long[] message = toHost.remove();
                boolean stored = host.offer(message[1], message[2]);
                if ((stored || random.nextInt(10) == 0) && random.nextInt(100) >= lossPercent) {
                    toBoard.add(new long[] {nowMs + 30, host.acknowledged()});
                }
            }
            while (!toBoard.isEmpty() && toBoard.peek()[0] <= nowMs) {
                long acknowledged = toBoard.remove()[1];
                window.acknowledged(acknowledged, nowMs);
                outbox.headMap(acknowledged, true).clear();
            }
        }

        private void pass() {
            int room = window.room(nowMs);
            assertTrue(room <= SendWindow.MAX_ENTRIES);
            boolean open = room > 0;
            while (open) {
                Map.Entry<Long, Integer> next = outbox.higherEntry(window.from());
                if (next == null) {
                    window.caughtUp();
                    return;
                }
                open = window.resent(next.getKey(), next.getValue());
                send(next.getKey());
            }
        }
    }

    @Test
    void shouldSendNothingAgainBeforeAnAcknowledgementWasHeard() {
        window.offered(7);
        assertEquals(0, window.room(1_000_000));
        assertEquals(Long.MAX_VALUE, window.dueInMs(1_000_000));
        window.acknowledged(3, 1_000_000);
        assertEquals(SendWindow.MAX_ENTRIES, window.room(1_000_000));
        assertEquals(3, window.from());
    }

    @Test
    void shouldHaveNoMoreThanTheWindowUnacknowledged() {
        window.acknowledged(0, 0);
        int sent = 0;
        while (window.room(0) > 0) {
            window.resent(++sent, 1);
        }
        assertEquals(64, sent);
        window.acknowledged(2, 1);
        assertEquals(2, window.room(1));
        window = new SendWindow();
        window.acknowledged(0, 0);
        assertTrue(window.resent(1, SendWindow.MAX_BYTES - 1));
        assertFalse(window.resent(2, 10));
        assertEquals(0, window.room(0));
        window.acknowledged(1, 0);
        assertEquals(63, window.room(0));
    }

    @Test
    void shouldWaitTwiceAsLongForEachPassWithoutProgressAndShortlyAgainAfterIt() {
        window.acknowledged(0, 0);
        window.caughtUp();
        window.offered(1);
        long at = 0;
        for (long wait : new long[] {3_000, 6_000, 12_000, 24_000, 48_000, 60_000, 60_000}) {
            assertEquals(0, window.room(at + wait - 1));
            assertEquals(1, window.dueInMs(at + wait - 1));
            at += wait;
            assertTrue(window.room(at) > 0, "after " + wait);
            assertEquals(0, window.from());
            window.resent(1, 10);
            window.caughtUp();
        }
        window.offered(2);
        window.acknowledged(1, at);
        assertEquals(3_000, window.dueInMs(at));
        window.acknowledged(2, at);
        assertEquals(Long.MAX_VALUE, window.dueInMs(at), "nothing is owed");
    }

    @Test
    void shouldBeginAPassAtOnceWhenTheHostSpeaksAfterABirth() {
        window.acknowledged(5, 0);
        window.offered(6);
        window.caughtUp();
        window.acknowledged(5, 10);
        assertEquals(0, window.room(10));
        window.born();
        assertEquals(0, window.room(10));
        window.acknowledged(5, 20);
        assertEquals(64, window.room(20));
        assertEquals(5, window.from());
    }

    @Test
    void shouldIgnoreAcknowledgementsThatAreOlder() {
        window.acknowledged(5, 0);
        window.acknowledged(3, 0);
        assertEquals(5, window.from());
        window.acknowledged(9, 0);
        assertEquals(9, window.from());
    }
}
