package io.edgedfa.device.telemetry;

/**
 * A Sparkplug topic {@code spBv1.0/group/TYPE/edgeNode[/device]}.
 *
 * @param device null for node messages
 */
public record Topic(String group, MessageType type, String edgeNode, String device) {
    public static final String NAMESPACE = "spBv1.0";

    @Override
    public String toString() {
        String node = NAMESPACE + "/" + group + "/" + type + "/" + edgeNode;
        return device == null ? node : node + "/" + device;
    }
}
