package io.edgedfa.host.store.board;

/**
 * Names a board: Sparkplug's group id and edge node id. Two groups may use the same edge id for two boards.
 */
public record BoardId(String group, String edge) implements Comparable<BoardId> {
    /** {@code group/edge}; neither part can contain a slash, MQTT forbids it. */
    @Override
    public String toString() {
        return group + "/" + edge;
    }

    @Override
    public int compareTo(BoardId other) {
        int byGroup = group.compareTo(other.group);
        return byGroup != 0 ? byGroup : edge.compareTo(other.edge);
    }
}
