package io.edgedfa.device.agent;

import io.edgedfa.device.agent.safeguard.Governor;
import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.SampleFeed.Arrival;
import io.edgedfa.stream.memory.LabelWindow;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * The board's loop: take the next sample when it is due, predict it, and once its label is known score the prediction and learn
 * from it; have the model checked, kept and reported at intervals. One call of {@link #doWork} does at most one sample, so the
 * caller decides how to idle.
 */
public final class LearnerAgent {
    /** How often a feed that had nothing is asked again. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_STEP_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final int MOST_RECALLS = 100;

    private final Parts parts;
    private final Learner learner;
    private final Safekeeping safekeeping;
    private final LongSupplier nanoTime;
    private final Consumer<LearningReport> reports;
    private final Consumer<Prediction> predictions;
    private final Histogram stepMicros = new Histogram(LONGEST_STEP_MICROS, 3);
    private final Sample sample;
    private final FloatBuffer lateScores;
    private LoopSettings settings;
    private long nextSampleNanos;
    private long nextReportNanos;
    private long nextCheckpointNanos;
    private long stepP50Micros;
    private long stepP99Micros;
    private long samples;
    private boolean ended;

    /** What the loop works with; closed by who made it. */
    public record Parts(SampleFeed feed, Learner learner, LabelWindow labels, Scores scores, Safekeeping safekeeping, Governor governor) {}

    /**
     * @param nanoTime    a monotonic clock in nanoseconds
     * @param reports     takes each report; must not block
     * @param predictions takes each prediction; must not block
     */
    public LearnerAgent(Parts parts, LoopSettings settings, LongSupplier nanoTime, Consumer<LearningReport> reports,
            Consumer<Prediction> predictions) {
        this.parts = parts;
        this.learner = parts.learner();
        this.safekeeping = parts.safekeeping();
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.reports = reports;
        this.predictions = predictions;
        this.sample = new Sample(parts.feed().features());
        this.lateScores = FloatBuffer.allocate(learner.classes());
    }

    /** Starts the clocks and reports once, before the first sample. @param before samples seen by the processes before */
    public void onStart(long before) {
        samples = before;
        nextSampleNanos = nanoTime.getAsLong();
        nextReportNanos = nextSampleNanos + TimeUnit.MILLISECONDS.toNanos(settings.reportMs());
        nextCheckpointNanos = nextSampleNanos;
        applyRate();
        report();
    }

    /** Changes the rhythm from now on. */
    public void change(LoopSettings changed) {
        settings = changed;
        applyRate();
    }

    private void applyRate() {
        learner.learningRate(rate());
    }

    private double rate() {
        return settings.learningRate() * safekeeping.guard().rateFactor();
    }

    /** Does what is due now: a sample, a report, a checkpoint, or nothing. @return nanoseconds until there is more to do, 0 for at once */
    public long doWork() {
        long now = nanoTime.getAsLong();
        if (!ended && now - nextSampleNanos >= 0) {
            take(now);
        }
        if (now - nextReportNanos >= 0) {
            report();
            nextReportNanos = now + TimeUnit.MILLISECONDS.toNanos(settings.reportMs());
        }
        if (now - nextCheckpointNanos >= 0 && safekeeping.begun()) {
            checkpoint(now, TimeUnit.MILLISECONDS.toNanos(settings.checkpointMs()));
        }
        long nextNanos = ended ? nextReportNanos : Math.min(nextSampleNanos, nextReportNanos);
        return Math.max(0, nextNanos - nanoTime.getAsLong());
    }

    /** Between two batches if one ends in time, so that no sample is passed over without having been learned. */
    private void checkpoint(long now, long intervalNanos) {
        if (!learner.amidBatch() || now - nextCheckpointNanos >= intervalNanos) {
            safekeeping.checkpoint(samples, parts.feed().position());
            applyRate();
            nextCheckpointNanos = now + intervalNanos;
        }
    }

    /** Begins to write a checkpoint now, whether or not one is due. */
    public Safekeeping.Kept checkpoint() {
        Safekeeping.Kept kept = safekeeping.checkpoint(samples, parts.feed().position());
        applyRate();
        return kept;
    }

    /** Takes what was learned back to the last good checkpoint, or to the factory model. @param why for the event @return where it is now */
    public String rollBack(String why) {
        String to = safekeeping.rollBack(why);
        applyRate();
        return to;
    }

    /** Accuracy of the model as it is now on the held-out set, 0 to 1; NaN without one, or when its numbers are not finite. */
    public double evaluate() {
        return safekeeping.evaluate();
    }

    /** Of the steps from now on, what rollbacks take off included. */
    public double learningRate() {
        return rate();
    }

    private void take(long now) {
        Arrival arrival = parts.feed().poll(sample);
        switch (arrival) {
            case NOTHING -> nextSampleNanos = now + POLL_NANOS;
            case END -> ended = true;
            case LABEL -> label(now);
            case SAMPLE -> {
                sample(now);
                long interval = settings.samplesPerSecond() == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / settings.samplesPerSecond());
                // A board that could not keep up goes on from now; it does not chase what it missed.
                boolean late = now - nextSampleNanos > TimeUnit.SECONDS.toNanos(1);
                nextSampleNanos = late ? now : nextSampleNanos + interval;
            }
        }
    }

    private void sample(long now) {
        samples++;
        int predicted = learner.predict(sample.features);
        long micros = TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong() - now);
        predictions.accept(new Prediction(sample.id(), predicted, learner.scores().get(predicted), learner.updates(), micros));
        boolean labelled = sample.label() != Sample.UNLABELLED;
        if (labelled) {
            score(predicted, learner.scores());
        } else if (!sample.id().isEmpty()) {
            parts.labels().put(sample.id(), sample.features, learner.scores(), now);
        }
        safekeeping.begin(); // predicts the held-out set, so not before the scores have been read
        if (labelled) {
            learn();
        }
    }

    /** The label of a sample that was predicted before: the prediction of then is scored. */
    private void label(long now) {
        if (parts.labels().take(sample.id(), sample.features, lateScores.array(), now)) {
            score(Learner.largest(lateScores), lateScores);
            learn();
        }
    }

    private void score(int predicted, FloatBuffer scores) {
        parts.scores().add(predicted, sample.label(), learner.loss(scores, sample.label()));
    }

    private void learn() {
        long start = nanoTime.getAsLong();
        if (!learner.learns() || safekeeping.guard().stopped()) {
            return;
        }
        if (!parts.governor().mayLearn(start)) {
            learner.remember(sample.features, sample.label());
            return;
        }
        if (learner.learn(sample.features, sample.label())) {
            long micros = TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong() - start);
            stepMicros.recordValue(Math.min(micros, LONGEST_STEP_MICROS));
            if (safekeeping.check()) {
                applyRate();
            }
        }
        parts.governor().spent(nanoTime.getAsLong() - start);
    }

    /** Whether the source has no more samples. */
    public boolean ended() {
        return ended;
    }

    /** Samples seen, those of the processes before included. */
    public long samples() {
        return samples;
    }

    /** Writes a last checkpoint, for at most two seconds, and reports once more. The caller closes the parts. */
    public void onClose() {
        safekeeping.close(samples, parts.feed().position());
        report();
    }

    private void report() {
        if (stepMicros.getTotalCount() > 0) {
            stepP50Micros = stepMicros.getValueAtPercentile(50);
            stepP99Micros = stepMicros.getValueAtPercentile(99);
            stepMicros.reset();
        }
        var score = parts.scores().prequential();
        LabelWindow labels = parts.labels();
        boolean learning = learner.learns() && !learner.diverged() && !safekeeping.guard().stopped() && parts.governor().reason().isEmpty();
        reports.accept(new LearningReport(samples, score.count(), learner.updates(), score.windowAccuracy(), score.fadedAccuracy(),
                score.fadedLoss(), recalls(), parts.scores().confusionText(), learning ? rate() : 0, stepP50Micros, stepP99Micros,
                new LearningReport.Late(labels.waiting(), labels.unmatched(), labels.expired()), parts.feed().rejected(),
                safekeeping.heldOutAccuracy(), safekeeping.guard().rollbacks(), paused()));
    }

    private String paused() {
        return safekeeping.guard().stopped() ? "stopped after " + safekeeping.guard().rollbacks() + " rollbacks" : parts.governor().reason();
    }

    private double[] recalls() {
        double[] recalls = new double[learner.classes() <= MOST_RECALLS ? learner.classes() : 0];
        for (int k = 0; k < recalls.length; k++) {
            recalls[k] = parts.scores().confusion().recall(k);
        }
        return recalls;
    }
}
