package io.edgedfa.graph;

/** A graph that cannot be built; the message names the operator, the tensors and their shapes. */
public final class GraphException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public GraphException(String message) {
        super(message);
    }
}
