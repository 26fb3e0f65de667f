package io.edgedfa.host.store.series;

/**
 * One reading, or several as their mean, least and greatest value.
 *
 * @param timeMs milliseconds since 1970 UTC: of the last reading, or where the last minute or hour begins
 */
public record SeriesPoint(long timeMs, double mean, double min, double max) {}
