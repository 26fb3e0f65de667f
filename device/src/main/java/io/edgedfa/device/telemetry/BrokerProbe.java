package io.edgedfa.device.telemetry;

import java.io.IOException;
import java.util.Optional;

/** Tries a broker once. */
public final class BrokerProbe {
    private static final long LIMIT_MS = 5_000;

    private BrokerProbe() {}

    /** Connects as the board would, under a client id of its own, and hangs up. @return why that failed */
    public static Optional<String> connect(MqttEndpoint board) {
        MqttEndpoint probe = board.as(board.clientId() + "-check");
        MqttConnection connection = new MqttConnection(probe, new Object(), () -> false, (topic, payload) -> {});
        try {
            connection.connect(null, LIMIT_MS);
            connection.farewell(null, LIMIT_MS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } finally {
            connection.discard();
        }
    }
}
