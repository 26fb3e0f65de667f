package io.edgedfa.device.app;

import com.google.gson.stream.JsonWriter;
import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.telemetry.Outgoing;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

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
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("number").value(event.number()).name("time").value(Instant.ofEpochMilli(event.timeMs()).toString())
                    .name("kind").value(event.kind()).name("text").value(event.text()).endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
