package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.tls.TlsFiles;
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
 * @param tls            for {@code ssl}: read on every connect, so that renewed certificates are found
 */
public record MqttEndpoint(URI broker, String clientId, String username, Supplier<char[]> password, Duration connectTimeout,
        Duration keepAlive, TlsFiles tls) {
    /** Believes the authorities that came with Java, and has no certificate. */
    public static final TlsFiles JAVAS_OWN = new TlsFiles(null, null, null);

    /** @throws IllegalArgumentException naming the field, its value and what is allowed */
    public MqttEndpoint {
        if (clientId == null || clientId.isEmpty()) {
            throw new IllegalArgumentException("clientId is missing; a name is needed");
        }
        if (connectTimeout.toSeconds() < 1 || keepAlive.toSeconds() < 1) { // to Paho, 0 is for ever
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + ", keepAlive " + keepAlive
                    + "; allowed are 1 s or more");
        }
        tls = tls == null ? JAVAS_OWN : tls;
    }

    /** Without certificates of its own. */
    public MqttEndpoint(URI broker, String clientId, String username, Supplier<char[]> password, Duration connectTimeout,
            Duration keepAlive) {
        this(broker, clientId, username, password, connectTimeout, keepAlive, JAVAS_OWN);
    }

    /** The same broker and login under another client id. */
    public MqttEndpoint as(String otherClientId) {
        return new MqttEndpoint(broker, otherClientId, username, password, connectTimeout, keepAlive, tls);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MqttEndpoint[" + broker + " as " + clientId + "]";
    }
}
