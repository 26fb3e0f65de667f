/**
 * Losses, the training step as a graph, and how well a rule's deltas agree with backpropagation's.
 *
 * <p>All rules share the local update {@code dW = h^T delta}, {@code db = sum(delta)}; a rule ({@code learning.rule}) only says
 * which signal reaches each block, an optimizer ({@code learning.optimizer}) what a gradient does. Delta is the gradient of the
 * <em>mean</em> loss of the batch (or what stands in for it) with respect to a block's preactivation.
 *
 * <p>Invariant: pure graph building; nothing here is random. Neighbours: builds on {@code network} and {@code graph}; engines
 * run what {@link io.edgedfa.learning.TrainingStep} makes.
 */
package io.edgedfa.learning;
