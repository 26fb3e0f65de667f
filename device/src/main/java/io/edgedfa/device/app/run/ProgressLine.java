package io.edgedfa.device.app.run;

import io.edgedfa.device.agent.LearningReport;
import io.edgedfa.device.app.prediction.PredictionWriter;
import io.edgedfa.device.telemetry.EdgeNode;
import io.edgedfa.device.telemetry.SampleLink;
import io.edgedfa.stream.SampleFeed;
import java.io.PrintStream;
import java.util.Locale;

/** How learning goes, in a line for the operator and the service manager every ten seconds, and what did not get in or out. */
final class ProgressLine {
    private static final long EVERY_MS = 10_000;

    private final PrintStream out;
    private final Supervision supervision;
    private final EdgeNode node;
    private final SampleFeed feed;
    private final SampleLink link; // null for none
    private final PredictionWriter predictions;
    private long printedMs;

    /** @param link null for none */
    ProgressLine(PrintStream out, Supervision supervision, EdgeNode node, SampleFeed feed, SampleLink link, PredictionWriter predictions) {
        this.out = out;
        this.supervision = supervision;
        this.node = node;
        this.feed = feed;
        this.link = link;
        this.predictions = predictions;
    }

    /** The next line is due however short the time since the last one. */
    void due() {
        printedMs = 0;
    }

    /** Prints where a line is due. @param nowMs milliseconds since 1970 UTC */
    void report(LearningReport learning, long nowMs) {
        if (nowMs - printedMs >= EVERY_MS) {
            printedMs = nowMs;
            print(learning);
        }
    }

    private void print(LearningReport learning) {
        if (learning.samples() > 0) {
            String line = String.format(Locale.ROOT, "samples %d  accuracy %.3f  loss %.3f  step p50 %d us, p99 %d us%s  mqtt %s",
                    learning.samples(), learning.accuracy(), learning.loss(), learning.stepP50Micros(), learning.stepP99Micros(),
                    learning.paused().isEmpty() ? "" : "  learning paused: " + learning.paused(),
                    node.connected() ? "connected" : "away: " + node.lastError().orElse("connecting"));
            out.println(line);
            supervision.status(line);
            printLosses();
        }
    }

    /** What did not get in or out, if anything: in all, and the last reason. */
    private void printLosses() {
        long dropped = link == null ? 0 : link.dropped();
        if (feed.rejected() + dropped + predictions.lost() > 0) {
            out.printf("rejected %d samples or labels%s; dropped %d messages; lost %d predictions%n", feed.rejected(),
                    feed.lastRejection().isEmpty() ? "" : " (last: " + feed.lastRejection() + ")", dropped, predictions.lost());
        }
    }
}
