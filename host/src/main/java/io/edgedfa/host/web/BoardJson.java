package io.edgedfa.host.web;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.fleet.BoardView;

/**
 * A board as programs see it; the component names are the JSON names. Times in milliseconds since 1970 UTC by the host's
 * clock; null where the board never said.
 *
 * @param id       {@code group/edge}
 * @param state    {@code online} or {@code dead}
 * @param reason   why it is dead; empty while online
 * @param since    when it became so
 * @param accuracy 0 to 1
 */
record BoardJson(
        String id,
        String group,
        String edge,
        String state,
        String reason,
        long since,
        long lastSeen,
        String rule,
        String modelId,
        String modelVersion,
        Long samples,
        Long updates,
        Double accuracy,
        Double loss,
        Double learningRate,
        Long stepP50Micros,
        Long stepP99Micros,
        Long residentBytes,
        String productVersion,
        String osArch) {
    static BoardJson of(BoardView board) {
        return new BoardJson(board.id().toString(), board.id().group(), board.id().edge(),
                board.online() ? "online" : "dead", board.reason(), board.sinceMs(), board.lastSeenMs(),
                board.text(BoardMetrics.RULE), board.text(BoardMetrics.MODEL_ID), board.text(BoardMetrics.MODEL_VERSION),
                board.count(BoardMetrics.SAMPLES), board.count(BoardMetrics.UPDATES), board.number(BoardMetrics.ACCURACY),
                board.number(BoardMetrics.LOSS), board.number(BoardMetrics.LEARNING_RATE),
                board.count(BoardMetrics.STEP_P50_MICROS), board.count(BoardMetrics.STEP_P99_MICROS),
                board.count(BoardMetrics.RESIDENT_BYTES), board.text(BoardMetrics.PRODUCT_VERSION),
                board.text(BoardMetrics.OS_ARCH));
    }
}
