/**
 * How gradients change parameters: plain gradient descent, momentum, Adam.
 *
 * <p>An optimizer asks each {@link io.edgedfa.learning.optimizer.Gradient} for the form that costs it least, and keeps its own
 * values as state tensors of the graph, named after the parameter.
 *
 * <p>Invariant: all optimizer state starts from zeros. Neighbours: builds on {@code network} and {@code graph}; used by
 * {@code learning}.
 */
package io.edgedfa.learning.optimizer;
