package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where the board reports to and under which names.
 *
 * @param brokerUri      {@code tcp://host[:port]} or {@code ssl://host[:port]}; default ports 1883 and 8883
 * @param group          Sparkplug group id, see {@link Topic#requireId}
 * @param edgeNode       Sparkplug edge node id: the board
 * @param device         Sparkplug device id: the learner on the board
 * @param username       null for none
 * @param password       asked on every connect, so that a rotated one is found; null for none
 * @param tls            for {@code ssl}; null for the authorities that came with Java and no certificate
 * @param connectTimeout 1 to 60 s, for the network connection, and 1 s more for the broker's answer
 * @param keepAlive      1 to 3600 s; a silent broker is noticed after about one and a half of them
 * @param backoffMin     longest first pause between two attempts to connect, 1 ms or more
 * @param backoffMax     longest pause of all, backoffMin to 1 h
 * @param primaryHost    id of the Sparkplug host without which the board is not born; null for none
 */
public record EdgeNodeSettings(URI brokerUri, String group, String edgeNode, String device, String username,
        Supplier<char[]> password, TlsFiles tls, Duration connectTimeout, Duration keepAlive, Duration backoffMin, Duration backoffMax,
        String primaryHost) {

    /** @throws IllegalArgumentException naming the field, its value and what is allowed */
    public EdgeNodeSettings {
        requireBroker(brokerUri);
        Topic.requireId("group", group);
        Topic.requireId("edgeNode", edgeNode);
        Topic.requireId("device", device);
        if (username != null && username.isEmpty() || username == null && password != null) {
            throw new IllegalArgumentException("username is missing or empty; allowed are a name, or neither name nor password");
        }
        requireBetween("connectTimeout", connectTimeout, Duration.ofSeconds(1), Duration.ofSeconds(60));
        requireBetween("keepAlive", keepAlive, Duration.ofSeconds(1), Duration.ofHours(1));
        requireBetween("backoffMin", backoffMin, Duration.ofMillis(1), Duration.ofHours(1));
        requireBetween("backoffMax", backoffMax, backoffMin, Duration.ofHours(1));
        if (primaryHost != null) {
            Topic.requireId("primaryHost", primaryHost);
        }
    }

    /**
     * No login, no primary host; connect within 8 s, keep alive 30 s, pauses of 250 ms to 4 s. A link that returns is used within
     * 5 s: a pause ends after 4 s, and in an attempt that began while it was away the kernel tries again 1, 3 and 7 s after its
     * begin.
     */
    public static EdgeNodeSettings of(URI brokerUri, String group, String edgeNode, String device) {
        return new EdgeNodeSettings(brokerUri, group, edgeNode, device, null, null, null, Duration.ofSeconds(8), Duration.ofSeconds(30),
                Duration.ofMillis(250), Duration.ofSeconds(4), null);
    }

    public EdgeNodeSettings withLogin(String username, Supplier<char[]> password) {
        return new EdgeNodeSettings(brokerUri, group, edgeNode, device, username, password, tls, connectTimeout, keepAlive,
                backoffMin, backoffMax, primaryHost);
    }

    public EdgeNodeSettings withTls(TlsFiles files) {
        return new EdgeNodeSettings(brokerUri, group, edgeNode, device, username, password, files, connectTimeout, keepAlive,
                backoffMin, backoffMax, primaryHost);
    }

    public EdgeNodeSettings withTimes(Duration connectTimeout, Duration keepAlive, Duration backoffMin, Duration backoffMax) {
        return new EdgeNodeSettings(brokerUri, group, edgeNode, device, username, password, tls, connectTimeout, keepAlive,
                backoffMin, backoffMax, primaryHost);
    }

    public EdgeNodeSettings withPrimaryHost(String host) {
        return new EdgeNodeSettings(brokerUri, group, edgeNode, device, username, password, tls, connectTimeout, keepAlive,
                backoffMin, backoffMax, host);
    }

    Topic topic(MessageType type) {
        return new Topic(group, type, edgeNode, type.ofDevice() ? device : null);
    }

    /** The broker, and the board as its client. */
    public MqttEndpoint endpoint() {
        return new MqttEndpoint(brokerUri, "edgedfa-" + group + "-" + edgeNode, username, password, connectTimeout, keepAlive,
                tls);
    }

    /** The pauses between attempts to connect. */
    public Backoff backoff(RandomGenerator random) {
        return new Backoff(backoffMin, backoffMax, random);
    }

    private static void requireBroker(URI uri) {
        // a login inside the address would reach logs
        boolean allowed = uri != null && List.of("tcp", "ssl").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null
                && uri.getPort() != 0 && uri.getPort() <= 65_535 && uri.getRawUserInfo() == null && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!allowed) {
            throw new IllegalArgumentException("brokerUri is " + (uri == null || uri.getRawUserInfo() != null ? "missing or holds a login"
                    : "'" + uri + "'") + "; allowed are tcp://host[:port] and ssl://host[:port]");
        }
    }

    private static void requireBetween(String field, Duration value, Duration min, Duration max) {
        if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(field + " is " + value + "; allowed are " + min + " to " + max);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "EdgeNodeSettings[brokerUri=" + brokerUri + ", group=" + group + ", edgeNode=" + edgeNode + ", device=" + device
                + ", username=" + username + ", password=" + (password == null ? "none" : "set") + ", connectTimeout=" + connectTimeout
                + ", keepAlive=" + keepAlive + ", backoffMin=" + backoffMin + ", backoffMax=" + backoffMax + ", primaryHost="
                + primaryHost + "]";
    }
}
