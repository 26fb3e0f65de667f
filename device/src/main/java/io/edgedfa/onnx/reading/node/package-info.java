/**
 * Nodes of a foreign ONNX file as layers and blocks of a network: which can learn, and what their attributes and constants mean.
 *
 * <p>Invariant: a constant's shape and values are checked against each other before they are made; a node that means something
 * else than its layer is refused by name, with what is allowed. Neighbours: builds on {@code network} and {@code graph};
 * {@code onnx.reading} says which nodes.
 */
package io.edgedfa.onnx.reading.node;
