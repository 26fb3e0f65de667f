package io.edgedfa.host.web.api;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.fleet.BoardView;

/**
 * A board as programs see it; the component names are the JSON names. Times in milliseconds since 1970 UTC by the host's
 * clock; null where the board never said.
 *
 * @param id              {@code group/edge}
 * @param state           {@code online} or {@code dead}
 * @param reason          why it is dead; empty while online
 * @param since           when it became so
 * @param accuracy        0 to 1
 * @param heldOutAccuracy 0 to 1
 * @param temperature     degrees Celsius, the warmer of processor and graphics
 * @param power           watts
 * @param paused          why learning pauses; empty while it does not
 * @param alerts          open alerts
 * @param outboxWaiting   entries the board keeps until the host has acknowledged them
 * @param boardModel      the hardware
 */
public record BoardSummary(
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
        Double heldOutAccuracy,
        Double loss,
        Double learningRate,
        Long stepP50Micros,
        Long stepP99Micros,
        Long residentBytes,
        Double temperature,
        Double power,
        String paused,
        int alerts,
        Long outboxWaiting,
        String boardModel,
        String productVersion,
        String osArch) {
    static final String ONLINE = "online";
    static final String DEAD = "dead";

    /** @param alerts open ones of the board */
    public static BoardSummary of(BoardView board, int alerts) {
        return new BoardSummary(board.id().toString(), board.id().group(), board.id().edge(),
                board.online() ? ONLINE : DEAD, board.reason(), board.sinceMs(), board.lastSeenMs(),
                board.text(BoardMetrics.RULE), board.text(BoardMetrics.MODEL_ID), board.text(BoardMetrics.MODEL_VERSION),
                board.count(BoardMetrics.SAMPLES), board.count(BoardMetrics.UPDATES), board.number(BoardMetrics.ACCURACY),
                board.number(BoardMetrics.HELD_OUT_ACCURACY), board.number(BoardMetrics.LOSS), board.number(BoardMetrics.LEARNING_RATE),
                board.count(BoardMetrics.STEP_P50_MICROS), board.count(BoardMetrics.STEP_P99_MICROS),
                board.count(BoardMetrics.RESIDENT_BYTES),
                warmer(board.number(BoardMetrics.CPU_TEMPERATURE), board.number(BoardMetrics.GPU_TEMPERATURE)),
                board.number(BoardMetrics.POWER_WATTS), board.text(BoardMetrics.PAUSED), alerts,
                board.count(BoardMetrics.OUTBOX_WAITING), board.text(BoardMetrics.BOARD_MODEL),
                board.text(BoardMetrics.PRODUCT_VERSION), board.text(BoardMetrics.OS_ARCH));
    }

    /** Whether the host hears it. */
    public boolean online() {
        return state.equals(ONLINE);
    }

    private static Double warmer(Double one, Double other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.max(one, other);
    }
}
