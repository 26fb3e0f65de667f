package io.edgedfa.host.pretrain;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.DivergedException;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.TrainRun;
import io.edgedfa.host.experiment.TrainRun.Start;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.host.experiment.report.Table;
import io.edgedfa.network.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a start is worth where labels are few: supervised training from it and from the random start with the same seed, so with
 * the same head. All blocks learn. Small enough to take seconds.
 */
public final class StartComparison {
    static final double LEARNING_RATE = 1e-3;
    static final int BATCH = 32;
    static final int EPOCHS = 3;
    /** An epoch shows at least so many inputs: fewer labels are shown again and again. */
    static final int LEAST_PER_EPOCH = 2_000;
    static final int JUDGED_ON = 2_000;
    private static final List<Integer> LABELS = List.of(100, 1_000);
    private static final List<String> RULES = List.of("bp", "dfa");

    private static final Progress UNSEEN = new Progress() {
        @Override
        public void step(long step) {}

        @Override
        public void epoch(EpochScore score) {}
    };

    /**
     * One line.
     *
     * @param labels            labelled inputs
     * @param rule              that they were learned with
     * @param randomAccuracy    after training from the random start, on the test set, in percent; NaN if it diverged
     * @param pretrainedAccuracy the same from the pretrained start
     */
    public record Line(int labels, String rule, double randomAccuracy, double pretrainedAccuracy) {}

    private StartComparison() {}

    /** For the reader of the numbers. */
    static String description() {
        return String.format(Locale.ROOT, "Accuracy on the first %,d test samples after %d epochs in which all blocks learn (Adam at"
                + " learning rate %s, batch %d; an epoch shows every label once, but at least %,d samples, few ones again and again). The"
                + " random start has the same seed and the same head. One run each: differences of a point mean nothing.",
                JUDGED_ON, EPOCHS, LEARNING_RATE, BATCH, LEAST_PER_EPOCH);
    }

    /** For each number of labels that the data have and each rule. @param extractor the pretrained blocks' parameters */
    static List<Line> of(PretrainSettings settings, TrainTestSplit data, Parameters extractor) {
        List<Line> lines = new ArrayList<>();
        for (int labels : LABELS) {
            if (labels <= data.train().size()) {
                for (String rule : RULES) {
                    lines.add(line(settings, data, extractor, labels, rule));
                }
            }
        }
        return lines;
    }

    /** One of the lines. */
    static Line line(PretrainSettings settings, TrainTestSplit data, Parameters extractor, int labels, String rule) {
        TrainTestSplit few = data.first(labels).repeatedTo(LEAST_PER_EPOCH).judgedOn(JUDGED_ON);
        TrainSettings supervised = settings.supervised().rule(rule).optimizer("adam").learningRate(LEARNING_RATE).batch(BATCH)
                .epochs(EPOCHS).samples(0).build();
        return new Line(labels, rule, accuracy(supervised, few, new Parameters(Map.of())), accuracy(supervised, few, extractor));
    }

    private static double accuracy(TrainSettings settings, TrainTestSplit data, Parameters learned) {
        try (TrainRun run = new TrainRun(settings, data, new Start(learned, 0))) {
            return 100 - run.run(UNSEEN).last().testErrorPercent();
        } catch (DivergedException e) {
            return Double.NaN;
        }
    }

    /** The lines as a card shows them. */
    static Table table(List<Line> lines) {
        return new Table(List.of("labels", "rule", "random start", "this start"), lines.stream().map(line -> List.of(
                Integer.toString(line.labels()), line.rule(), text(line.randomAccuracy()), text(line.pretrainedAccuracy()))).toList());
    }

    private static String text(double accuracy) {
        return Double.isNaN(accuracy) ? "diverged" : String.format(Locale.ROOT, "%.1f%%", accuracy);
    }
}
