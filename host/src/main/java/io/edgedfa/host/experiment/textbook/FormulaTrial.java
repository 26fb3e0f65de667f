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
import io.edgedfa.host.experiment.textbook.ClosedFormulas.Layer;
import io.edgedfa.host.experiment.textbook.ClosedFormulas.Trace;
import io.edgedfa.network.Seeds;
import io.edgedfa.stream.DatasetSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compares every update of some learning steps with the closed formulas, each from the weights that the program had before.
 *
 * @param steps samples learned from, 1 or more
 */
public record FormulaTrial(TextbookCase setup, int steps) implements Trial {

    /** Of the result's curves, one value each: the largest of all steps and parameters. */
    public static final String LARGEST_UPDATE = "largest update";
    public static final String LARGEST_DIFFERENCE = "largest difference";
    public static final String LARGEST_WEIGHT = "largest weight";

    /** Rounding of floats: of sums over hundreds of inputs in the update, and of the weight that it is added to. */
    private static final double PER_UPDATE = 1e-5;
    private static final double PER_WEIGHT = 1e-7;

    @Override
    public String title() {
        return setup.net() + ", slope " + setup.slope() + ", rate " + setup.rate() + " against the formulas";
    }

    @Override
    public JsonObject asJson() {
        JsonObject json = ResultJson.tree(setup);
        json.addProperty("steps", steps);
        return json;
    }

    @Override
    public long steps(TrainTestSplit data) {
        return steps;
    }

    @Override
    public double work(TrainTestSplit data) {
        return 20 * steps * setup.work(data); // plain Java takes longer than the engine
    }

    @Override
    public MemoryNeed memory(TrainTestSplit data) {
        setup.network(data.train());
        return MemoryNeed.of(setup.settings(TrainSettings.DEFAULTS), data);
    }

    @Override
    public TrialResult run(TrainTestSplit data, Progress progress) {
        Differences found = compare(data, new ClosedFormulas(setup.slope(), setup.rate()), progress);
        return new TrialResult(List.of(), Map.of(LARGEST_UPDATE, List.of(found.update), LARGEST_DIFFERENCE, List.of(found.difference),
                LARGEST_WEIGHT, List.of(found.weight)), StateBytes.NONE, RunProvenance.now(data, setup.seed()));
    }

    /** Whether a result's difference is no more than rounding. */
    public static boolean agrees(TrialResult result) {
        double update = result.curves().get(LARGEST_UPDATE).get(0);
        double weight = result.curves().get(LARGEST_WEIGHT).get(0);
        return result.curves().get(LARGEST_DIFFERENCE).get(0) <= tolerance(update, weight);
    }

    static double tolerance(double update, double weight) {
        return PER_UPDATE * update + PER_WEIGHT * weight;
    }

    Differences compare(TrainTestSplit data, ClosedFormulas formulas, Progress progress) {
        Differences found = new Differences();
        DatasetSource source = new DatasetSource(data.train(), new Seeds(setup.seed()).shuffles());
        float[] sample = new float[data.train().features()];
        try (Descent descent = new Descent(setup, data.train())) {
            descent.start(setup.seed(), 1);
            for (int step = 1; step <= steps; step++) {
                int label = source.next(sample);
                List<Layer> before = descent.layers();
                descent.learn(sample, label);
                List<Trace> traces = formulas.trace(before, doubles(sample), label);
                List<Layer> after = descent.layers();
                for (int l = 0; l < traces.size(); l++) {
                    found.add(formulas, traces.get(l), before.get(l), after.get(l));
                }
                progress.step(step);
            }
        }
        return found;
    }

    static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** The largest magnitudes so far. */
    static final class Differences {
        double update;
        double difference;
        double weight;

        private void add(ClosedFormulas formulas, Trace trace, Layer before, Layer after) {
            int units = trace.delta().length;
            for (int j = 0; j < units; j++) {
                add(before.bias()[j], after.bias()[j], formulas.biasUpdate(trace, j));
                for (int i = 0; i < trace.input().length; i++) {
                    add(before.weight()[i * units + j], after.weight()[i * units + j], formulas.weightUpdate(trace, i, j));
                }
            }
        }

        private void add(double before, double after, double expected) {
            update = Math.max(update, Math.abs(expected));
            difference = Math.max(difference, Math.abs(after - before - expected));
            weight = Math.max(weight, Math.abs(after));
        }
    }
}
