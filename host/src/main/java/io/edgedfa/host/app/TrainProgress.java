package io.edgedfa.host.app;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a run: one line per epoch, and on a terminal a bar with the time left below them. */
final class TrainProgress implements Progress, AutoCloseable {

    private static final Duration REFRESH = Duration.ofMillis(500);
    /** To the start of the line, then erase it (ECMA-48): removes the bar. */
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintWriter out;
    private final ProgressBar bar;

    private TrainProgress(PrintWriter out, ProgressBar bar) {
        this.out = out;
        this.bar = bar;
    }

    /** With a bar if the process talks to a terminal. */
    static TrainProgress on(PrintWriter out, long steps) {
        return Terminal.isThere() ? new TrainProgress(out, bar(steps)) : plain(out);
    }

    /** Lines only. */
    static TrainProgress plain(PrintWriter out) {
        return new TrainProgress(out, null);
    }

    private static ProgressBar bar(long steps) {
        return new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) REFRESH.toMillis())
                .showSpeed()
                .setUnit(" steps", 1)
                .build();
    }

    @Override
    public void step(long step) {
        if (bar != null) {
            bar.stepTo(step);
        }
    }

    @Override
    public void epoch(EpochScore score) {
        String line = String.format(Locale.ROOT, "epoch %d: test error %.2f%%, training loss %.4f, %.1f s",
                score.epoch(), score.testErrorPercent(), score.trainLoss(), score.seconds());
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
