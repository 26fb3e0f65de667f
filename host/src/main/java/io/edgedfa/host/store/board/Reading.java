package io.edgedfa.host.store.board;

/**
 * One number a board reported.
 *
 * @param metric metric name, e.g. {@code learning/accuracy}
 * @param timeMs milliseconds since 1970 UTC; of two values for the same board, metric and
 *               millisecond the first is kept, so that a repeated message changes nothing
 * @param value  finite
 */
public record Reading(BoardId board, String metric, long timeMs, double value) {
    /** @throws IllegalArgumentException if the value is not finite: SQL would turn it into NULL */
    public Reading {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value of " + metric + " is " + value + ", allowed are finite numbers");
        }
    }
}
