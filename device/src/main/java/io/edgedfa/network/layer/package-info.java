/**
 * Layers without weights to learn: activations, pooling, flattening, frozen normalisation.
 *
 * <p>Each knows how to go forward, and how to carry an error back by its exact derivative.
 *
 * <p>Invariant: every learning rule uses these derivatives as they are. Neighbours: builds on {@code graph}, and on
 * {@code network.weight} for what average-pooling shares with convolutions; a {@code network} strings layers together.
 */
package io.edgedfa.network.layer;
