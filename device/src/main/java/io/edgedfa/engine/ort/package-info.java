/**
 * Graphs on stock ONNX Runtime: serialised to ONNX, compiled once, run with all inputs and outputs bound to fixed memory.
 *
 * <p>Invariant: state tensors are bound as input and as pinned output, the same memory where
 * {@link io.edgedfa.graph.analysis.InPlaceUpdates} proves that safe. No allocation per step but ONNX Runtime's own call objects.
 * Neighbours: implements {@code engine}; uses {@code onnx} to serialise.
 */
package io.edgedfa.engine.ort;
