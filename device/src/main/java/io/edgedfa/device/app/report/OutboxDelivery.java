package io.edgedfa.device.app.report;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.telemetry.delivery.Outgoing;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The store's outbox as the edge node sees it: entries as Sparkplug metrics. An entry that cannot be read goes out with its number alone. */
public final class OutboxDelivery implements Outgoing {
    private final Supplier<Optional<BoardStore>> stores;

    /** @param stores the store as long as it works */
    public OutboxDelivery(Supplier<Optional<BoardStore>> stores) {
        this.stores = stores;
    }

    @Override
    public OptionalLong store() {
        Optional<BoardStore> store = stores.get();
        return store.isEmpty() ? OptionalLong.empty() : OptionalLong.of(store.get().outbox().store());
    }

    @Override
    public List<Outgoing.Numbered> after(long number, int limit) {
        return stores.get().map(store -> store.outbox().after(number, limit).stream()
                .map(entry -> outgoing(store.outbox().store(), entry)).toList()).orElse(List.of());
    }

    @Override
    public void acknowledged(long storeId, long upTo) {
        stores.get().filter(store -> store.outbox().store() == storeId).ifPresent(store -> store.outbox().acknowledge(upTo));
    }

    /** An entry of a store as Sparkplug has it. */
    static Outgoing.Numbered outgoing(long store, Entry entry) {
        return new Outgoing.Numbered(store, entry.number(), entry.previous(), entry.timeMs(), entry.kind() == Entry.Kind.LEARNER, metrics(entry));
    }

    private static List<Metric> metrics(Entry entry) {
        if (entry.kind() == Entry.Kind.EVENT) {
            Event event = entry.event();
            return List.of(Metric.of(BoardMetrics.EVENT_KIND, event.timeMs(), event.kind()),
                    Metric.of(BoardMetrics.EVENT_TEXT, event.timeMs(), event.text()));
        }
        if (entry.kind() == Entry.Kind.ANSWER) {
            return answer(entry);
        }
        try {
            return PayloadCodec.decode(entry.body()).metrics();
        } catch (MalformedPayloadException damaged) {
            return List.of();
        }
    }

    private static List<Metric> answer(Entry entry) {
        String[] parts = (new String(entry.body(), StandardCharsets.UTF_8) + "\n\n").split("\n", 4);
        return List.of(Metric.of(BoardMetrics.COMMAND_ID, entry.timeMs(), parts[0]),
                Metric.of(BoardMetrics.COMMAND_STATE, entry.timeMs(), parts[1]),
                Metric.of(BoardMetrics.COMMAND_REASON, entry.timeMs(), parts[2]));
    }
}
