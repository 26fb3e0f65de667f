package io.edgedfa.onnx.reading;

import io.edgedfa.graph.Shape;

/** Finds out by running a model what it gives: the only way that knows every operator. */
@FunctionalInterface
public interface ShapeProbe {
    /**
     * Runs a model on zeros.
     *
     * @param model ONNX, one input and one output, both FLOAT
     * @param input shape of the input, {@code [batch, ...]}
     * @return shape of the output
     * @throws IllegalArgumentException in one line, when it cannot be run
     */
    Shape shape(byte[] model, Shape input);
}
