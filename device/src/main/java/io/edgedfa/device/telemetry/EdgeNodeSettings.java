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
 */
public record EdgeNodeSettings(URI brokerUri, String group, String edgeNode, String device, String username,
        Supplier<char[]> password, TlsFiles tls, Duration connectTimeout, Duration keepAlive, Duration backoffMin, Duration backoffMax) {

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
    }

    /** No login; connect within 10 s, keep alive 30 s, pauses of 250 ms to 10 s. */
    public static EdgeNodeSettings of(URI brokerUri, String group, String edgeNode, String device) {
        return new EdgeNodeSettings(brokerUri, group, edgeNode, device, null, null, null, Duration.ofSeconds(10), Duration.ofSeconds(30),
                Duration.ofMillis(250), Duration.ofSeconds(10));
    }

    public EdgeNodeSettings withLogin(String username, Supplier<char[]> password) {
        return new EdgeNodeSettings(brokerUri, group, edgeNode, device, username, password, tls, connectTimeout, keepAlive,
                backoffMin, backoffMax);
    }

    public EdgeNodeSettings withTls(TlsFiles files) {
        return new EdgeNodeSettings(brokerUri, group, edgeNode, device, username, password, files, connectTimeout, keepAlive,
                backoffMin, backoffMax);
    }

    public EdgeNodeSettings withTimes(Duration connectTimeout, Duration keepAlive, Duration backoffMin, Duration backoffMax) {
        return new EdgeNodeSettings(brokerUri, group, edgeNode, device, username, password, tls, connectTimeout, keepAlive,
                backoffMin, backoffMax);
    }

    /** Where a board's events go, one JSON object per message, QoS 1: {@code edgedfa/GROUP/events/BOARD}. Not part of Sparkplug. */
    public String eventsTopic() {
        return "edgedfa/" + group + "/events/" + edgeNode;
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
                + ", keepAlive=" + keepAlive + ", backoffMin=" + backoffMin + ", backoffMax=" + backoffMax + "]";
    }
}
