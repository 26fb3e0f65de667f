package io.edgedfa.host.alert;

import io.edgedfa.host.alert.AlertKind.Verdict;
import io.edgedfa.host.fleet.BoardView;
import java.util.Locale;

/** One rule's eye on one board: whether an alert is open, and since when it is as it is. No clock of its own. */
final class Watch {
    /** What is to be done after a look. */
    enum Step {
        NOTHING,
        OPEN,
        CLOSE
    }

    private static final long NEVER = -1;

    private final AlertRule rule;
    private boolean open;
    private long badSinceMs = NEVER;
    private double first;
    private double last;

    /** @param open whether an alert is open already */
    Watch(AlertRule rule, boolean open) {
        this.rule = rule;
        this.open = open;
    }

    /** Looks at the board. Of {@link AlertKind#EVENT} use {@link #happened} and {@link #quiet}. */
    Step look(BoardView board, long nowMs) {
        Verdict verdict = rule.kind() == AlertKind.OUTBOX_GROWING ? growth(board) : rule.kind().judge(board, rule.threshold());
        if (open) {
            return verdict == Verdict.GOOD ? close() : Step.NOTHING;
        }
        if (verdict != Verdict.BAD) {
            badSinceMs = NEVER;
            return Step.NOTHING;
        }
        if (badSinceMs == NEVER || nowMs < badSinceMs) { // clocks are set back, too
            badSinceMs = nowMs;
        }
        boolean due = nowMs - badSinceMs >= rule.forSeconds() * 1_000L;
        boolean enough = rule.kind() != AlertKind.OUTBOX_GROWING || last - first >= rule.threshold();
        return due && enough ? open() : Step.NOTHING;
    }

    private Verdict growth(BoardView board) {
        Double waiting = rule.kind().measured(board);
        if (waiting == null) {
            return Verdict.OPEN;
        }
        boolean shrunk = waiting < last || waiting == 0;
        if (shrunk || badSinceMs == NEVER && !open) {
            first = waiting;
        }
        last = waiting;
        return shrunk ? Verdict.GOOD : Verdict.BAD;
    }

    /** An event of the rule's kind was told. */
    Step happened(long nowMs) {
        badSinceMs = nowMs;
        return open ? Step.NOTHING : open();
    }

    /** Ends an event's alert when its time has passed. */
    Step quiet(long nowMs) {
        return open && nowMs - badSinceMs >= rule.forSeconds() * 1_000L ? close() : Step.NOTHING;
    }

    private Step open() {
        open = true;
        return Step.OPEN;
    }

    private Step close() {
        open = false;
        badSinceMs = NEVER;
        return Step.CLOSE;
    }

    /** Whether there is anything to remember. */
    boolean idle() {
        return !open && badSinceMs == NEVER && last == 0;
    }

    /** What is the matter, for people. */
    String detail(BoardView board) {
        Double value = rule.kind().measured(board);
        return switch (rule.kind()) {
            case DEAD -> board.reason();
            case ACCURACY_BELOW -> text("accuracy %.3f is below %.3f", value);
            case TEMPERATURE_ABOVE -> text("%.1f C is above %.1f C", value);
            case OUTBOX_ABOVE -> text("%.0f entries wait, more than %.0f", value);
            case OUTBOX_GROWING -> String.format(Locale.ROOT, "the outbox has grown from %.0f to %.0f entries", first, last);
            case EVENT -> rule.event();
        };
    }

    private String text(String format, double value) {
        return String.format(Locale.ROOT, format, value, rule.threshold());
    }
}
