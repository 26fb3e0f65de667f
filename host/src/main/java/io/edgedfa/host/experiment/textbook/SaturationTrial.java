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
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * How large the hidden layers' updates are, with initial weights scaled up and while the program learns. Measured on the first
 * samples of the training set with the program's weights and the closed formulas: in double precision an update can be seen that
 * is too small to change a float.
 */
public record SaturationTrial(TextbookCase setup) implements Trial {

    /** Factors on all initial weights. */
    public static final List<Double> SCALES = List.of(0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0);
    /** When it is measured while learning: samples learned before. */
    public static final List<Integer> MOMENTS = List.of(0, 10, 30, 100, 300, 1_000, 3_000, 10_000);
    private static final int MEASURED_SAMPLES = 100;

    /**
     * Of the result's curves, by one of the {@link Numbers}' names: over {@link #SCALES} or over {@link #MOMENTS}.
     */
    public static String overScales(String number) {
        return number + " over scales";
    }

    public static String overMoments(String number) {
        return number + " over moments";
    }

    /** Mean of {@code |k a|} over hidden units and samples. */
    public static final String STEEPNESS = "k|a|";
    /** Mean magnitude of the updates of hidden weights, at a rate of 1. */
    public static final String UPDATE = "update";
    /** Share of the signal that the derivatives let through, 1 for units at a = 0: {@code 4 sum|delta| / (k sum|signal|)}. */
    public static final String PASSED = "passed";

    @Override
    public String title() {
        return setup.net() + ", slope " + setup.slope() + ", rate " + setup.rate() + ", saturation";
    }

    @Override
    public JsonObject asJson() {
        return ResultJson.tree(setup);
    }

    @Override
    public long steps(TrainTestSplit data) {
        return SCALES.size() + MOMENTS.size();
    }

    @Override
    public double work(TrainTestSplit data) {
        return (MOMENTS.get(MOMENTS.size() - 1) + 10.0 * MEASURED_SAMPLES * steps(data)) * setup.work(data);
    }

    @Override
    public MemoryNeed memory(TrainTestSplit data) {
        if (setup.network(data.train()).blocks().size() < 2) {
            throw new IllegalArgumentException("nets: '" + setup.net() + "' has no hidden block; saturation is measured in hidden blocks");
        }
        return MemoryNeed.of(setup.settings(TrainSettings.DEFAULTS), data);
    }

    @Override
    public TrialResult run(TrainTestSplit data, Progress progress) {
        Map<String, List<Double>> curves = new LinkedHashMap<>();
        int step = 0;
        try (Descent descent = new Descent(setup, data.train())) {
            for (double scale : SCALES) {
                descent.start(setup.seed(), scale);
                measure(descent.layers(), data.train()).forEach((name, value) -> add(curves, overScales(name), value));
                progress.step(++step);
            }
            descent.start(setup.seed(), 1);
            DatasetSource source = new DatasetSource(data.train(), new Seeds(setup.seed()).shuffles());
            float[] sample = new float[data.train().features()];
            for (int moment : MOMENTS) {
                while (source.position() < moment) {
                    int label = source.next(sample);
                    descent.learn(sample, label);
                }
                measure(descent.layers(), data.train()).forEach((name, value) -> add(curves, overMoments(name), value));
                progress.step(++step);
            }
        }
        return new TrialResult(List.of(), curves, StateBytes.NONE, RunProvenance.now(data, setup.seed()));
    }

    private static void add(Map<String, List<Double>> curves, String name, double value) {
        curves.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
    }

    private Map<String, Double> measure(List<Layer> layers, Dataset data) {
        ClosedFormulas formulas = new ClosedFormulas(setup.slope(), 1);
        double steepness = 0;
        double updates = 0;
        double deltas = 0;
        double signals = 0;
        long units = 0;
        long weights = 0;
        float[] sample = new float[data.features()];
        for (int index = 0; index < Math.min(MEASURED_SAMPLES, data.size()); index++) {
            data.copyFeatures(index, sample, 0);
            List<Trace> hidden = formulas.trace(layers, FormulaTrial.doubles(sample), data.label(index)).subList(0, layers.size() - 1);
            for (Trace trace : hidden) {
                steepness += setup.slope() * magnitude(trace.preactivation());
                deltas += magnitude(trace.delta());
                signals += magnitude(trace.signal());
                updates += magnitude(trace.input()) * magnitude(trace.delta());
                units += trace.delta().length;
                weights += (long) trace.input().length * trace.delta().length;
            }
        }
        return Map.of(STEEPNESS, steepness / units, UPDATE, updates / weights, PASSED, 4 * deltas / (setup.slope() * signals));
    }

    private static double magnitude(double[] values) {
        return DoubleStream.of(values).map(Math::abs).sum();
    }
}
