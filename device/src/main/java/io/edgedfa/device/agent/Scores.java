package io.edgedfa.device.agent;

import io.edgedfa.stream.score.ConfusionMatrix;
import io.edgedfa.stream.score.DriftDetector;
import io.edgedfa.stream.score.PrequentialScore;
import java.util.Locale;
import java.util.function.Consumer;

/** How well the board predicts what it has not learned from yet, and whether that got worse. */
public final class Scores {
    private static final double FADING = 0.995;
    /** Samples after an alarm in which further ones count as the same: a detector tells one change several times. */
    private static final int HOLD_OFF = 1_000;

    /** Classes whose counts fit a metric: 400 numbers of at most 8 digits. */
    private static final int MOST_AS_TEXT = 20;

    private final int classes;
    private final PrequentialScore prequential;
    private final ConfusionMatrix confusion;
    private final DriftDetector detector;
    private final Consumer<String> drifts;
    private long toldAt;

    /**
     * @param classes  number of classes
     * @param window   samples of the sliding window that accuracy is over
     * @param detector null for none
     * @param drifts   told, in one line, of each change for the worse
     */
    public Scores(int classes, int window, DriftDetector detector, Consumer<String> drifts) {
        this.classes = classes;
        this.prequential = new PrequentialScore(FADING, window);
        this.confusion = new ConfusionMatrix(classes);
        this.detector = detector;
        this.drifts = drifts;
    }

    /** Counts one prediction whose label is known now. */
    void add(int predicted, int label, double loss) {
        prequential.add(predicted == label, loss);
        confusion.add(label, predicted);
        boolean alarm = detector != null && detector.add(predicted == label ? 0 : 1);
        if (alarm && (toldAt == 0 || prequential.count() - toldAt >= HOLD_OFF)) {
            toldAt = prequential.count();
            drifts.accept(String.format(Locale.ROOT, "%s: predictions got worse by labelled sample %d of this process; accuracy is %.1f%% over"
                    + " the window, %.1f%% of late", detector.name(), prequential.count(), 100 * prequential.windowAccuracy(),
                    100 * prequential.fadedAccuracy()));
        }
    }

    /** The counts of few classes as text: a row per label, rows joined by {@code ;}, counts by {@code ,}. */
    String confusionText() {
        if (classes > MOST_AS_TEXT) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (int label = 0; label < classes; label++) {
            text.append(label == 0 ? "" : ";");
            for (int predicted = 0; predicted < classes; predicted++) {
                text.append(predicted == 0 ? "" : ",").append(confusion.count(label, predicted));
            }
        }
        return text.toString();
    }

    PrequentialScore prequential() {
        return prequential;
    }

    /** Counts by label and predicted class. */
    ConfusionMatrix confusion() {
        return confusion;
    }
}
