/**
 * How well a stream is predicted, and whether that changes.
 *
 * <p>{@link io.edgedfa.stream.score.PrequentialScore} says how well, {@link io.edgedfa.stream.score.ConfusionMatrix} which
 * classes are taken for which, a {@link io.edgedfa.stream.score.DriftDetector} when it became worse.
 *
 * <p>Invariant: every score is of a prediction made before its sample was learnt from; memory is fixed at construction,
 * whatever the length of the stream, and adding allocates nothing. What was added alone decides: no clock, no randomness.
 * Deliberately absent: what to do about a change.
 *
 * <p>Neighbours: the learning loop ({@code device.agent}) adds and reports; this package uses nothing of the project.
 */
package io.edgedfa.stream.score;
