package io.edgedfa.device.telemetry.delivery;

import com.google.gson.stream.JsonReader;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Whether the host that an edge node waits for is online, as far as one connection has heard (Sparkplug B 3.0, sections 5.4, 5.5):
 * its STATE messages are {@code {"online": true, "timestamp": 1700000000000}}, and one that is older than the last counts for
 * nothing.
 */
public final class PrimaryHost {
    private static final int MAX_BYTES = 4_096;

    private boolean online;
    private long timestampMs = Long.MIN_VALUE;

    /** Where a host says whether it is online. */
    public static String topic(String host) {
        return Topic.NAMESPACE + "/STATE/" + host;
    }

    /** Takes a message in; anything that is no STATE message is ignored. */
    public void hear(byte[] payload) {
        Boolean said = null;
        Long at = null;
        if (payload.length > MAX_BYTES) {
            return;
        }
        try (JsonReader in = new JsonReader(new InputStreamReader(new ByteArrayInputStream(payload), StandardCharsets.UTF_8))) {
            in.beginObject();
            while (in.hasNext()) {
                switch (in.nextName()) {
                    case "online" -> said = in.nextBoolean();
                    case "timestamp" -> at = in.nextLong();
                    default -> in.skipValue();
                }
            }
            in.endObject();
        } catch (IOException | RuntimeException e) { // gson throws several kinds at malformed text
            return;
        }
        if (said != null && at != null && at >= timestampMs) {
            online = said;
            timestampMs = at;
        }
    }

    public boolean online() {
        return online;
    }
}
