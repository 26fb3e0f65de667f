/**
 * Networks: blocks of one weighted layer and the weightless layers that follow, which takes whose output, a frozen body before
 * them; their parameters, how weights start, how classes are added.
 *
 * <p>A network is immutable configuration; its weights are {@link io.edgedfa.network.Parameters}; buffers belong to the
 * engine. Which signal reaches a block is the learning rule's business.
 *
 * <p>Invariant: no randomness but through the generator passed in, in block order. Neighbours: builds on
 * {@code network.layer}, {@code network.weight} and {@code graph}; used by {@code learning} and {@code onnx}.
 */
package io.edgedfa.network;
