/**
 * Layers with weights, and how weight and feedback matrices are drawn.
 *
 * <p>A layer is a linear map: forward, carrying a delta back through its own or another tensor of its weight's shape, and the
 * gradient. Seen as a matrix it has {@link io.edgedfa.network.weight.Fans}, from which an
 * {@link io.edgedfa.network.weight.Initializer} draws.
 *
 * <p>Invariant: no randomness but through the generator passed in, in row-major order. Neighbours: builds on {@code graph};
 * used by {@code network} and {@code learning}.
 */
package io.edgedfa.network.weight;
