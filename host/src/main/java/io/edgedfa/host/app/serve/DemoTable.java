package io.edgedfa.host.app.serve;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.fleet.BoardView;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the demo prints: a table redrawn in place on a terminal, a line every few seconds elsewhere, and the result. */
final class DemoTable {
    /** Share of the accuracy before the drift from which on a board counts as recovered. */
    private static final double REGAINED = 0.9;
    private static final long LINE_EVERY_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private int drawn;
    private long nextLine = System.nanoTime();

    DemoTable(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(List<BoardView> boards) {
        if (terminal) {
            redraw(boards);
        } else if (System.nanoTime() >= nextLine && !boards.isEmpty()) {
            nextLine = System.nanoTime() + LINE_EVERY_NANOS;
            out.println(boards.stream()
                    .map(b -> b.id().edge() + " " + percent(b.number(BoardMetrics.ACCURACY)) + " at " + count(b, BoardMetrics.SAMPLES))
                    .collect(Collectors.joining("   ")));
        }
    }

    private void redraw(List<BoardView> boards) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\033[").append(drawn).append('A');
        }
        line(text, String.format("%-14s %-7s %-7s %9s %9s %12s %12s %9s", "board", "state", "rule", "samples", "accuracy", "step p50",
                "step p99", "memory"));
        for (BoardView board : boards) {
            line(text, String.format(Locale.ROOT, "%-14s %-7s %-7s %9s %9s %9s us %9s us %6s MB", board.id().edge(),
                    board.online() ? "online" : "dead", text(board, BoardMetrics.RULE), count(board, BoardMetrics.SAMPLES),
                    percent(board.number(BoardMetrics.ACCURACY)), count(board, BoardMetrics.STEP_P50_MICROS),
                    count(board, BoardMetrics.STEP_P99_MICROS), megabytes(board.number(BoardMetrics.RESIDENT_BYTES))));
        }
        line(text, phase(boards));
        drawn = boards.size() + 2;
        out.print(text);
        out.flush();
    }

    private static String phase(List<BoardView> boards) {
        long least = boards.stream().map(b -> b.count(BoardMetrics.SAMPLES)).mapToLong(n -> n == null ? 0 : n).min().orElse(0);
        return least < Demo.DRIFT_AT
                ? String.format("the digits are turned by 45 degrees at sample %,d", Demo.DRIFT_AT)
                : String.format("the digits have been turned by 45 degrees; the demo ends at sample %,d", Demo.SAMPLES);
    }

    private static void line(StringBuilder text, String line) {
        text.append("\033[2K").append(line).append('\n');
    }

    /** The final table and one sentence about it. */
    static void printOutcomes(PrintStream out, List<Demo.Outcome> outcomes) {
        out.printf("%n%-14s %-7s %14s %14s %10s%n", "board", "rule", "before drift", "right after", "at the end");
        for (Demo.Outcome o : outcomes) {
            out.printf("%-14s %-7s %14s %14s %10s%n", o.id(), o.rule(), percent(o.beforeDrift()), percent(o.afterDrift()), percent(o.end()));
        }
        out.printf("%n%s%n", sentence(outcomes));
    }

    /** What was seen, whichever way it went. */
    static String sentence(List<Demo.Outcome> outcomes) {
        return outcomes.stream()
                .map(o -> String.format(Locale.ROOT, "the %s board %s %.0f%%", o.rule(),
                        o.regained() >= REGAINED ? "regained" : "was left with", 100 * o.regained()))
                .collect(Collectors.joining(", ", "After the digits were turned, ", " of its earlier accuracy."));
    }

    private static String percent(Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String count(BoardView board, String metric) {
        Long value = board.count(metric);
        return value == null ? "-" : value.toString();
    }

    private static String text(BoardView board, String metric) {
        String value = board.text(metric);
        return value == null ? "-" : value;
    }

    private static String megabytes(Double bytes) {
        return bytes == null ? "-" : String.format(Locale.ROOT, "%.0f", bytes / 1e6);
    }
}
