package io.edgedfa.host.store.writer;

/**
 * What bounds the store's memory and its number of series.
 *
 * @param series         most series in the database, all boards together; readings of further ones are refused and counted
 * @param seriesInMemory most series whose row ids are held in memory (about 70 bytes each), of the boards heard last
 * @param queued         most deliveries that wait to be written
 * @param queuedReadings most readings in them
 */
public record Limits(int series, int seriesInMemory, int queued, int queuedReadings) {
    /** Two million series, half of them in memory, 10,000 deliveries or 200,000 readings waiting. */
    public static final Limits DEFAULT = new Limits(2_000_000, 1_000_000, 10_000, 200_000);

    /** @throws IllegalArgumentException if a limit is not positive */
    public Limits {
        if (series < 1 || seriesInMemory < 1 || queued < 1 || queuedReadings < 1) {
            throw new IllegalArgumentException("limits are series " + series + ", seriesInMemory " + seriesInMemory + ", queued "
                    + queued + ", queuedReadings " + queuedReadings + "; all must be positive");
        }
    }
}
