/**
 * Models as ONNX files: networks with their weights, frozen bodies and provenance; training steps.
 *
 * <p>Invariant: a graph is written in the {@code ai.onnx} domain at one pinned opset, or in the opset of its frozen body, whose
 * nodes are written as they came; every refusal is one line that names the file, the node or tensor, and what is allowed.
 * Neighbours: writes what {@code graph} and {@code network} describe; {@code onnx.reading} reads foreign files;
 * {@code engine.ort} hands the bytes to ONNX Runtime.
 */
package io.edgedfa.onnx;
