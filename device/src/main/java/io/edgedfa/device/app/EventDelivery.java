package io.edgedfa.device.app;

import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.telemetry.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The store's outbox as messages: one JSON object per event with {@code number}, {@code time}, {@code kind}, {@code text}. */
final class EventDelivery implements Outgoing {
    private final StoreKeeper keeper;

    EventDelivery(StoreKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public List<Entry> oldest(int limit) {
        return keeper.store().map(store -> store.outbox().oldest(limit)).orElse(List.of()).stream()
                .map(event -> new Entry(event.number(), json(event))).toList();
    }

    @Override
    public void acknowledged(long upTo) {
        keeper.store().ifPresent(store -> store.outbox().acknowledge(upTo));
    }

    private static byte[] json(Event event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", event.number());
        fields.put("time", Instant.ofEpochMilli(event.timeMs()).toString());
        fields.put("kind", event.kind());
        fields.put("text", event.text());
        return JsonFile.line(fields).getBytes(StandardCharsets.UTF_8);
    }
}
