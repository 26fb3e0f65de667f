package io.edgedfa.host.experiment.textbook;

import com.google.gson.JsonObject;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.experiment.RunProvenance;
import io.edgedfa.host.experiment.StateBytes;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.host.experiment.study.MemoryNeed;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.network.Seeds;
import io.edgedfa.stream.DatasetSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Learns exclusive or from many starts; the experiment's data are not used.
 *
 * @param setup  its seed is the first start's; the others follow
 * @param starts 1 or more
 * @param epochs most passes over the four samples per start
 */
public record XorTrial(TextbookCase setup, int starts, int epochs) implements Trial {

    /** Of the result's curves: for each start the first epoch whose mean loss was below {@link #LEARNED}; NaN for none. */
    public static final String LEARNED_AFTER = "learned after epoch";

    /** A sample answered wrongly has a loss of at least 0.25, which alone makes a mean of 0.0625: below, all four are right. */
    public static final double LEARNED = 0.05;

    @Override
    public String title() {
        return "xor, " + setup.net() + ", slope " + setup.slope() + ", rate " + setup.rate() + ", " + starts + " starts";
    }

    @Override
    public JsonObject asJson() {
        JsonObject json = ResultJson.tree(setup);
        json.addProperty("starts", starts);
        json.addProperty("epochs", epochs);
        return json;
    }

    @Override
    public long steps(TrainTestSplit data) {
        return (long) starts * epochs;
    }

    @Override
    public double work(TrainTestSplit data) {
        return starts * epochs * 4.0 * setup.work(Xor.SPLIT);
    }

    @Override
    public MemoryNeed memory(TrainTestSplit data) {
        return MemoryNeed.of(setup.settings(TrainSettings.DEFAULTS), Xor.SPLIT);
    }

    @Override
    public TrialResult run(TrainTestSplit data, Progress progress) {
        List<Double> learned = new ArrayList<>();
        try (Descent descent = new Descent(setup, new Xor())) {
            for (int start = 0; start < starts; start++) {
                descent.start(setup.seed() + start, 1);
                learned.add(learnedAfter(descent, setup.seed() + start));
                progress.step((start + 1L) * epochs);
            }
        }
        return new TrialResult(List.of(), Map.of(LEARNED_AFTER, learned), StateBytes.NONE, RunProvenance.now(Xor.SPLIT, setup.seed()));
    }

    private double learnedAfter(Descent descent, long seed) {
        DatasetSource source = new DatasetSource(new Xor(), new Seeds(seed).shuffles());
        float[] sample = new float[2];
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                int label = source.next(sample);
                sum += descent.learn(sample, label);
            }
            if (sum / 4 < LEARNED) {
                return epoch;
            }
        }
        return Double.NaN;
    }
}
