package io.edgedfa.device.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.delivery.GoBackN;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any history of additions, drops, acknowledgements, losses and restarts, against a host that does go-back-N. */
class OutboxPropertyTest {
    private static final StoreLimits LIMITS = new StoreLimits(1 << 20, 20, 4, 16 << 10, 60_000);

    @Property(tries = 25)
    void shouldLeaveTheHostWithExactlyWhatWasNotDropped(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("outbox");
        Path file = folder.resolve("board.db");
        try {
            run(file, new Random(seed));
        } finally {
            BoardStore.delete(file);
            Files.delete(folder);
        }
    }

    private static void run(Path file, Random random) {
        GoBackN host = new GoBackN();
        List<Entry> live = new ArrayList<>();
        BoardStore store = BoardStore.open(file, LIMITS, Stores.CLOCK);
        long last = 0;
        long dropped = 0;
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> live.addAll(store.outbox().add(List.of(report(random), report(random))));
                case 3 -> live.add(store.events().add("kind", "text"));
                case 4, 5 -> { // some of what was published arrives, in order, some twice
                    live.removeIf(entry -> random.nextInt(3) == 0);
                    live.forEach(entry -> host.offer(entry.number(), entry.previous()));
                }
                case 6 -> {
                    store.outbox().after(host.acknowledged(), random.nextInt(5)).forEach(entry -> host.offer(entry.number(), entry.previous()));
                    store.outbox().acknowledge(Math.max(0, host.acknowledged() - random.nextInt(3)));
                }
                default -> {
                    store.close();
                    store = BoardStore.open(file, LIMITS, Stores.CLOCK);
                }
            }
            last = live.stream().mapToLong(Entry::number).max().orElse(last);
        }
        Set<Long> waiting = new HashSet<>();
        store.outbox().oldest(1_000).forEach(entry -> {
            waiting.add(entry.number());
            host.offer(entry.number(), entry.previous());
        });
        Outbox.Size size = store.outbox().size();
        last = Math.max(last, store.events().add("last", "").number() - 1);
        dropped = size.droppedReports() + size.droppedEvents();
        store.close();
        Set<Long> stored = new HashSet<>(host.stored());
        assertEquals(host.stored().size(), stored.size(), "something was stored twice");
        assertTrue(stored.containsAll(waiting), "what was not dropped is not there");
        assertTrue(stored.size() + dropped >= last, stored.size() + " stored, " + dropped + " dropped, of " + last);
    }

    private static Entry.Report report(Random random) {
        return new Entry.Report(Entry.Kind.LEARNER, Stores.CLOCK.millis(), new byte[random.nextInt(4_000)]);
    }
}
