package io.edgedfa.device.telemetry;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A broker, and who connects to it.
 *
 * @param broker         {@code tcp://host[:port]} or {@code ssl://host[:port]}
 * @param clientId       a second client of the same id throws the first one out
 * @param username       null for none
 * @param password       asked on every connect, so that a rotated one is found; null for none
 * @param connectTimeout for the network connection, 1 s or more
 * @param keepAlive      1 s or more; a silent broker is noticed after about one and a half of them
 */
public record MqttEndpoint(URI broker, String clientId, String username, Supplier<char[]> password, Duration connectTimeout,
        Duration keepAlive) {

    /** @throws IllegalArgumentException naming the field, its value and what is allowed */
    public MqttEndpoint {
        if (clientId == null || clientId.isEmpty()) {
            throw new IllegalArgumentException("clientId is missing; a name is needed");
        }
        if (connectTimeout.toSeconds() < 1 || keepAlive.toSeconds() < 1) { // to Paho, 0 is for ever
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + ", keepAlive " + keepAlive
                    + "; allowed are 1 s or more");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MqttEndpoint[" + broker + " as " + clientId + "]";
    }
}
