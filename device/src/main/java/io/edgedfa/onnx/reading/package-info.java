/**
 * Foreign ONNX files, read with suspicion: their bytes, the way of the data through their graph, where it can be cut, and what
 * after the cut can learn.
 *
 * <p>A file is cut in two where one tensor carries everything. Before the cut it is a
 * {@link io.edgedfa.onnx.reading.FrozenBody}, whose nodes are kept as they came; after it, every node has to be one that a
 * {@link io.edgedfa.network.Network} can have.
 *
 * <p>Invariant: nothing that a file claims is believed before it is checked; a refusal is one line with the node or tensor, the
 * value and what is allowed, and memory stays within about the file's own size. Neighbours: builds on {@code network} and
 * {@code graph}; {@code onnx} adds the file's name and history.
 */
package io.edgedfa.onnx.reading;
