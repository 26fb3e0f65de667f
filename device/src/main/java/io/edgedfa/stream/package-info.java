/**
 * Samples: where they come from, what their labels are, how they drift.
 *
 * <p>Invariant: a source is deterministic given its files and its seed, and never knows who reads it. Neighbours: the
 * learning loop ({@code device.agent}) and the host's data sets read from here; {@code stream.score} says how well samples
 * are predicted, {@code stream.memory} keeps some of them; this package reads nothing of the project.
 */
package io.edgedfa.stream;
