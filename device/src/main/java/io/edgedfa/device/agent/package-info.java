/**
 * The learning loop: sample, predict, score, learn, check, keep, report.
 *
 * <p>{@link io.edgedfa.device.agent.LearnerAgent} is the loop; {@link io.edgedfa.device.agent.Safekeeping} keeps what was learned,
 * or takes it back; {@link io.edgedfa.device.agent.StoreKeeper} writes it, on a thread of its own.
 *
 * <p>Invariant: every sample is predicted before it is learned from; nothing outside (broker, disk, clock, reader of reports or
 * predictions) can stop the loop; only a model that the guard has passed becomes a checkpoint. Time and idling are injected.
 * Neighbours: polls {@code stream}, learns through {@code learning} and {@code engine}, asks {@code safeguard}, writes to
 * {@code device.store}, hands metrics to {@code device.telemetry}.
 */
package io.edgedfa.device.agent;
