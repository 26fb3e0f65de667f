package io.edgedfa.host.store;

/**
 * A point of a series.
 *
 * @param timeMs milliseconds since 1970 UTC
 */
public record Point(long timeMs, double value) {}
