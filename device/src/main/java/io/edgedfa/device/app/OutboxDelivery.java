package io.edgedfa.device.app;

import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.telemetry.delivery.Outgoing;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The store's outbox as the edge node sees it: entries as Sparkplug metrics. An entry that cannot be read goes out with its number alone. */
final class OutboxDelivery implements Outgoing {
    private final StoreKeeper keeper;

    OutboxDelivery(StoreKeeper keeper) {
        this.keeper = keeper;
    }

    /** A committed entry, unless the store has gone meanwhile. */
    Optional<Outgoing.Entry> outgoing(Entry entry) {
        return keeper.store().map(store -> outgoing(store.outbox().store(), entry));
    }

    @Override
    public OptionalLong store() {
        Optional<BoardStore> store = keeper.store();
        return store.isEmpty() ? OptionalLong.empty() : OptionalLong.of(store.get().outbox().store());
    }

    @Override
    public List<Outgoing.Entry> after(long number, int limit) {
        return keeper.store().map(store -> store.outbox().after(number, limit).stream()
                .map(entry -> outgoing(store.outbox().store(), entry)).toList()).orElse(List.of());
    }

    @Override
    public void acknowledged(long storeId, long upTo) {
        keeper.store().filter(store -> store.outbox().store() == storeId).ifPresent(store -> store.outbox().acknowledge(upTo));
    }

    private static Outgoing.Entry outgoing(long store, Entry entry) {
        return new Outgoing.Entry(store, entry.number(), entry.previous(), entry.timeMs(), entry.kind() == Entry.Kind.LEARNER, metrics(entry));
    }

    private static List<Metric> metrics(Entry entry) {
        if (entry.kind() == Entry.Kind.EVENT) {
            Event event = entry.event();
            return List.of(Metric.of(BoardMetrics.EVENT_KIND, event.timeMs(), event.kind()),
                    Metric.of(BoardMetrics.EVENT_TEXT, event.timeMs(), event.text()));
        }
        try {
            return PayloadCodec.decode(entry.body()).metrics();
        } catch (MalformedPayloadException damaged) {
            return List.of();
        }
    }
}
