/**
 * An immutable typed graph of tensors and operators: a small subset of ONNX under ONNX's own names.
 *
 * <p>Graphs come from {@link io.edgedfa.graph.GraphBuilder}, which infers every shape and refuses what does not fit with the
 * names and shapes in the message. Nodes are in topological order by construction.
 *
 * <p>Invariant: pure. No IO, no clock, no native code, no dependency on any other package of the project. Neighbours:
 * {@code network} and {@code learning} build graphs, {@code onnx} writes and reads them, {@code engine} runs them.
 */
package io.edgedfa.graph;
