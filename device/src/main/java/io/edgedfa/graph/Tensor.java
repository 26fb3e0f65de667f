package io.edgedfa.graph;

/**
 * A named, typed value of a graph.
 *
 * @param name unique within its graph
 */
public record Tensor(String name, ElementType type, Shape shape) {

    /** For messages: name and shape, for example {@code block1.weight [784, 1000]}. */
    public String describe() {
        return name + " " + shape;
    }
}
