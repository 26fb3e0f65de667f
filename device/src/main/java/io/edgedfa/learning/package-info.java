/**
 * Learning rules, losses, optimizers, and the one method that turns them into a training-step graph.
 *
 * <p>All rules share the local update {@code dW = h^T delta}, {@code db = sum(delta)}; a rule only says which signal reaches
 * each block. Delta is the gradient of the <em>mean</em> loss of the batch (or what stands in for it) with respect to a
 * block's preactivation, {@code [batch, units]}.
 *
 * <p>Invariant: feedback matrices are made when the rule is constructed, in block order, from the generator passed in.
 * Neighbours: builds on {@code network} and {@code graph}; engines run what {@link io.edgedfa.learning.TrainingStep} makes.
 */
package io.edgedfa.learning;
