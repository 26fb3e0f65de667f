package io.edgedfa.host.app.train;

import io.edgedfa.host.app.console.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Lines about long work, and on a terminal a bar with the time left below them. */
final class StepBar implements AutoCloseable {

    private static final Duration REFRESH = Duration.ofMillis(500);
    /** To the start of the line, then erase it (ECMA-48): removes the bar. */
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintWriter out;
    private final ProgressBar bar;

    private StepBar(PrintWriter out, ProgressBar bar) {
        this.out = out;
        this.bar = bar;
    }

    /** With a bar if the process talks to a terminal. @param task in a word */
    static StepBar on(PrintWriter out, String task, long steps) {
        return new StepBar(out, Terminal.isThere() ? bar(task, steps) : null);
    }

    private static ProgressBar bar(String task, long steps) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) REFRESH.toMillis())
                .showSpeed()
                .setUnit(" steps", 1)
                .build();
    }

    /** @param step that is done, counts from 1 */
    void step(long step) {
        if (bar != null) {
            bar.stepTo(step);
        }
    }

    void line(String line) {
        out.println(bar == null ? line : CLEAR_LINE + line);
        out.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
