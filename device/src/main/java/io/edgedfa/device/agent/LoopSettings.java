package io.edgedfa.device.agent;

/**
 * The loop's rhythm.
 *
 * @param samplesPerSecond how many it takes at most; 0 for as many as come
 * @param reportMs         milliseconds between reports, 1 or more
 * @param checkpointMs     milliseconds between checkpoints, 1 or more: the most learning that a loss of power costs
 * @param learningRate     of the steps, before what rollbacks take off
 */
public record LoopSettings(double samplesPerSecond, long reportMs, long checkpointMs, double learningRate) {}
