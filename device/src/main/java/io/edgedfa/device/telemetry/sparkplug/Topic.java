package io.edgedfa.device.telemetry.sparkplug;

import java.util.Optional;

/**
 * A Sparkplug topic {@code spBv1.0/group/TYPE/edgeNode[/device]} (specification 3.0, section 4.1).
 *
 * @param group    id of the group, see {@link #requireId}
 * @param type     decides whether a device id follows
 * @param edgeNode id of the board
 * @param device   null for node messages, and only for them
 */
public record Topic(String group, MessageType type, String edgeNode, String device) {
    /** Sparkplug B 3.0; Sparkplug 4 drafts change it. */
    public static final String NAMESPACE = "spBv1.0";
    /** Longest id in characters: four parts of a topic then fit its 65,535 bytes many times over. */
    public static final int MAX_ID_LENGTH = 128;

    /** @throws IllegalArgumentException if an id is not allowed, or a device id is missing or too much for the type */
    public Topic {
        requireId("group", group);
        requireId("edgeNode", edgeNode);
        if (type.ofDevice()) {
            requireId("device", device);
        } else if (device != null) {
            throw new IllegalArgumentException("device is '" + device + "', but " + type + " topics have none");
        }
    }

    /** Reads a topic name; empty for anything that is no Sparkplug B message topic, {@code spBv1.0/STATE/...} included. */
    public static Optional<Topic> parse(String topic) {
        String[] parts = topic.split("/", 6);
        if (parts.length < 4 || parts.length > 5 || !parts[0].equals(NAMESPACE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Topic(parts[1], MessageType.valueOf(parts[2]), parts[3], parts.length == 5 ? parts[4] : null));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /**
     * Returns the id if Sparkplug and MQTT allow it: 1 to {@link #MAX_ID_LENGTH} characters, none of them {@code /}, {@code +},
     * {@code #} or a control character.
     *
     * @throws IllegalArgumentException otherwise, with the field's name, its value and what is allowed
     */
    public static String requireId(String field, String id) {
        if (id == null || id.isEmpty() || id.length() > MAX_ID_LENGTH || !id.chars().allMatch(Topic::allowedInId)) {
            throw new IllegalArgumentException(field + " is " + (id == null ? "missing" : "'" + id + "'") + "; allowed are 1 to "
                    + MAX_ID_LENGTH + " characters without '/', '+', '#' and control characters");
        }
        return id;
    }

    private static boolean allowedInId(int c) {
        return c != '/' && c != '+' && c != '#' && !Character.isISOControl(c);
    }

    @Override
    public String toString() {
        String node = NAMESPACE + "/" + group + "/" + type + "/" + edgeNode;
        return device == null ? node : node + "/" + device;
    }
}
