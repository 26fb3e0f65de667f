package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.BrokerLink.Presence;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What the host says of itself, retained, under {@code spBv1.0/STATE/HOST} (Sparkplug 3.0, sections 4.5 and 5.13): online once
 * it hears the boards, offline when it goes; birth and will of a connection carry the same time.
 */
final class HostState {
    private static final String PREFIX = Topic.NAMESPACE + "/STATE/";
    private static final Pattern OFFLINE = Pattern.compile("\"online\"\\s*:\\s*false");

    private final String topic;

    /** @param hostId unique among all host applications of the broker */
    HostState(String hostId) {
        topic = PREFIX + Topic.requireId("hostId", hostId);
    }

    /** Whether a topic is that of any host's state. */
    static boolean isState(String topic) {
        return topic.startsWith(PREFIX);
    }

    String topic() {
        return topic;
    }

    /** Of a connection that begins now. */
    Presence presence(long nowMs) {
        return new Presence(topic, payload(true, nowMs), payload(false, nowMs));
    }

    /** Whether a message says that this host is offline. */
    boolean denies(String messageTopic, byte[] payload) {
        return messageTopic.equals(topic) && OFFLINE.matcher(new String(payload, StandardCharsets.UTF_8)).find();
    }

    private static byte[] payload(boolean online, long nowMs) {
        return ("{\"online\":" + online + ",\"timestamp\":" + nowMs + "}").getBytes(StandardCharsets.UTF_8);
    }
}
