/**
 * The learning loop: sample, predict, score, learn, report.
 *
 * <p>Invariant: every sample is predicted before it is learned from, and nothing outside (broker, clock, reader of reports)
 * can stop the loop. Time and idling are injected. Neighbours: reads {@code stream}, learns through {@code learning} and
 * {@code engine}, hands metrics to {@code device.telemetry}.
 */
package io.edgedfa.device.agent;
