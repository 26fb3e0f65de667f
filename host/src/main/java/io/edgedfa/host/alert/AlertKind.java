package io.edgedfa.host.alert;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.fleet.BoardView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a rule looks at. */
public enum AlertKind {
    /** The board is not heard. No threshold. */
    DEAD(0, 0, 0),
    /** Accuracy, 0 to 1, is below the threshold; ends 0.02 above it. */
    ACCURACY_BELOW(0, 1, 0.02),
    /** The hottest of the board's sensors, in Celsius, is above the threshold; ends 3 below it. */
    TEMPERATURE_ABOVE(-50, 200, 3),
    /** More entries than the threshold wait in the board's outbox; ends at three quarters of it. */
    OUTBOX_ABOVE(0, 1e9, 0),
    /** The outbox has grown by the threshold within the rule's time without ever shrinking; ends when it shrinks. */
    OUTBOX_GROWING(1, 1e9, 0),
    /** The board told an event of the rule's kind; ends when the rule's time has passed without another. */
    EVENT(0, 0, 0);

    /** What a board's state says about an alert. */
    enum Verdict {
        BAD,
        GOOD,
        /** Neither opens nor closes: between the thresholds, or not known. */
        OPEN
    }

    private final double least;
    private final double most;
    private final double hysteresis;

    AlertKind(double least, double most, double hysteresis) {
        this.least = least;
        this.most = most;
        this.hysteresis = hysteresis;
    }

    /** As configurations write it: {@code accuracy-below}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(AlertKind::word).toList();
    }

    /** @throws IllegalArgumentException with what is allowed */
    public static AlertKind of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("kind is '" + word + "', allowed are " + String.join(", ", words())));
    }

    /** Whether a rule of this kind needs a threshold. */
    public boolean hasThreshold() {
        return least < most;
    }

    /** Least threshold. */
    public double least() {
        return least;
    }

    /** Greatest threshold. */
    public double most() {
        return most;
    }

    /** What the rule looks at, in the board's last values; null if it never said or is not heard now. */
    Double measured(BoardView board) {
        if (!board.online()) {
            return null;
        }
        return switch (this) {
            case ACCURACY_BELOW -> board.number(BoardMetrics.ACCURACY);
            case TEMPERATURE_ABOVE -> Stream.of(BoardMetrics.CPU_TEMPERATURE, BoardMetrics.GPU_TEMPERATURE).map(board::number)
                    .filter(value -> value != null).max(Double::compare).orElse(null);
            case OUTBOX_ABOVE, OUTBOX_GROWING -> board.number(BoardMetrics.OUTBOX_WAITING);
            case DEAD, EVENT -> null;
        };
    }

    /** Judges by the present alone; for {@link #OUTBOX_GROWING} and {@link #EVENT} time decides elsewhere. */
    Verdict judge(BoardView board, double threshold) {
        if (this == DEAD) {
            return board.online() ? Verdict.GOOD : Verdict.BAD;
        }
        Double value = measured(board);
        if (value == null) {
            return Verdict.OPEN;
        }
        return switch (this) {
            case ACCURACY_BELOW -> value < threshold ? Verdict.BAD : value >= threshold + hysteresis ? Verdict.GOOD : Verdict.OPEN;
            case TEMPERATURE_ABOVE -> value > threshold ? Verdict.BAD : value <= threshold - hysteresis ? Verdict.GOOD : Verdict.OPEN;
            case OUTBOX_ABOVE -> value > threshold ? Verdict.BAD : value <= 0.75 * threshold ? Verdict.GOOD : Verdict.OPEN;
            default -> Verdict.OPEN;
        };
    }
}
