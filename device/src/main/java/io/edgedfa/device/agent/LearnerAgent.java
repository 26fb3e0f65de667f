package io.edgedfa.device.agent;

import io.edgedfa.stream.SampleSource;
import io.edgedfa.stream.score.PrequentialScore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * The board's loop: take the next sample when it is due, predict it, score the prediction, learn from it, and report at
 * intervals. One call of {@link #doWork} does at most one sample, so the caller decides how to idle.
 */
public final class LearnerAgent {
    private static final double FADING = 0.995;
    private static final long LONGEST_STEP_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final SampleSource source;
    private final Learner learner;
    private final LearningSettings settings;
    private final LongSupplier nanoTime;
    private final Consumer<LearningReport> reports;
    private final long sampleIntervalNanos;
    private final long reportIntervalNanos;
    private final PrequentialScore score;
    private final Histogram stepMicros = new Histogram(LONGEST_STEP_MICROS, 3);
    private final float[] features;
    private long nextSampleNanos;
    private long nextReportNanos;
    private long stepP50Micros;
    private long stepP99Micros;
    private boolean ended;

    /**
     * @param samplesPerSecond 0 for as fast as possible
     * @param reportEveryMs    milliseconds between reports, at least 1
     * @param nanoTime         a monotonic clock in nanoseconds
     * @param reports          takes each report; must not block
     */
    public LearnerAgent(SampleSource source, Learner learner, LearningSettings settings, double samplesPerSecond,
            long reportEveryMs, LongSupplier nanoTime, Consumer<LearningReport> reports) {
        this.source = source;
        this.learner = learner;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.reports = reports;
        this.sampleIntervalNanos = samplesPerSecond == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / samplesPerSecond);
        this.reportIntervalNanos = TimeUnit.MILLISECONDS.toNanos(reportEveryMs);
        this.score = new PrequentialScore(FADING, settings.window());
        this.features = new float[source.features()];
    }

    /** Starts the clocks and reports once, before the first sample. */
    public void onStart() {
        nextSampleNanos = nanoTime.getAsLong();
        nextReportNanos = nextSampleNanos + reportIntervalNanos;
        report();
    }

    /** Does what is due now: a sample, a report, both, or nothing. @return nanoseconds until there is more to do, 0 for at once */
    public long doWork() {
        long now = nanoTime.getAsLong();
        if (!ended && now - nextSampleNanos >= 0) {
            takeSample();
            // A board that could not keep up goes on from now; it does not chase what it missed.
            boolean late = now - nextSampleNanos > TimeUnit.SECONDS.toNanos(1);
            nextSampleNanos = late ? now : nextSampleNanos + sampleIntervalNanos;
        }
        if (now - nextReportNanos >= 0) {
            report();
            nextReportNanos = now + reportIntervalNanos;
        }
        long nextNanos = ended ? nextReportNanos : Math.min(nextSampleNanos, nextReportNanos);
        return Math.max(0, nextNanos - nanoTime.getAsLong());
    }

    private void takeSample() {
        int label = source.next(features);
        if (label == SampleSource.END) {
            ended = true;
            return;
        }
        int predicted = learner.predict(features);
        score.add(predicted == label, learner.loss(label));
        long start = nanoTime.getAsLong();
        if (learner.learn(features, label)) {
            long micros = TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong() - start);
            stepMicros.recordValue(Math.min(micros, LONGEST_STEP_MICROS));
        }
    }

    /** Whether the source has no more samples. */
    public boolean ended() {
        return ended;
    }

    /** Reports once more. The caller closes source and learner. */
    public void onClose() {
        report();
    }

    private void report() {
        if (stepMicros.getTotalCount() > 0) {
            stepP50Micros = stepMicros.getValueAtPercentile(50);
            stepP99Micros = stepMicros.getValueAtPercentile(99);
            stepMicros.reset();
        }
        reports.accept(new LearningReport(score.count(), learner.updates(), score.windowAccuracy(), score.fadedLoss(),
                settings.learns() && !learner.diverged() ? settings.learningRate() : 0, stepP50Micros, stepP99Micros));
    }
}
