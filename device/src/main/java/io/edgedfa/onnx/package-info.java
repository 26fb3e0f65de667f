/**
 * ONNX files to and from graphs and networks, with provenance in the file's metadata.
 *
 * <p>Invariant: files use the {@code ai.onnx} domain at one pinned opset, nothing else; a file is checked before any of it is
 * believed, and every refusal is one line that names the file, the node or tensor, and what is allowed. Neighbours: writes
 * what {@code graph} and {@code network} describe; {@code engine.ort} hands the bytes to ONNX Runtime.
 */
package io.edgedfa.onnx;
