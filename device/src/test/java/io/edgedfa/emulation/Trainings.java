package io.edgedfa.emulation;

import com.google.gson.Gson;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Seeds;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DrawnDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that trains networks on drawn digits by direct feedback alignment, on each engine and with each optimizer, and writes where
 * every parameter ended. Everything is drawn from one seed, so that machines differ by rounding alone.
 */
final class Trainings {
    private static final int STEPS = 100;
    private static final int BATCH = 8;

    private static final Map<String, Network> NETWORKS = Map.of(
            "dense", Network.dense(List.of(784, 32, 16, 10), Layer.activation("tanh"), List.of()),
            "convolution", new Network(Shape.of(1, 28, 28), List.of(
                    new Block("block1", new Convolution(1, 4, 5, 1, 2), List.of(new Tanh(), new MaxPool(4))),
                    new Block("block2", new Convolution(4, 8, 3, 1, 1), List.of(new Tanh(), new Flatten())),
                    new Block("block3", new Dense(8 * 7 * 7, 10), List.of()))));
    private static final Map<String, Float> RATES = Map.of("sgd", 0.05f, "adam", 0.001f);

    private Trainings() {}

    /** @param args the file to write as JSON, {@code {"engine network optimizer parameter": [values]}}, and the seed */
    public static void main(String[] args) throws IOException {
        Seeds seeds = new Seeds(Long.parseLong(args[1]));
        Samples samples = Samples.draw(DrawnDigits.train(seeds.seed()));
        Map<String, float[]> ends = new LinkedHashMap<>();
        for (String engine : List.of("ort", "nd4j")) {
            NETWORKS.forEach((network, layers) -> RATES.forEach((optimizer, rate) ->
                    trained(engine, step(layers, optimizer, seeds), start(layers, seeds), rate, samples).forEach((parameter, values) -> ends.put(engine + " " + network + " " + optimizer + " " + parameter, values))));
        }
        Files.writeString(Path.of(args[0]), new Gson().toJson(ends));
    }

    /** Drawn once for all, for drawing costs more than learning. */
    private record Samples(float[] features, long[] labels) {
        static Samples draw(Dataset digits) {
            Samples samples = new Samples(new float[STEPS * BATCH * digits.features()], new long[STEPS * BATCH]);
            for (int i = 0; i < STEPS * BATCH; i++) {
                digits.copyFeatures(i, samples.features, i * digits.features());
                samples.labels[i] = digits.label(i);
            }
            return samples;
        }
    }

    private static Parameters start(Network network, Seeds seeds) {
        return InitialWeights.FRAMEWORK.draw(network, seeds.weights());
    }

    private static Graph step(Network network, String optimizer, Seeds seeds) {
        return TrainingStep.of(network, Rules.named("dfa", network, seeds.feedback()), new SoftmaxCrossEntropy(),
                Optimizer.named(optimizer), BATCH);
    }

    private static Map<String, float[]> trained(String name, Graph step, Parameters start, float rate, Samples samples) {
        State state = new State(step.state());
        state.set(start.values());
        int features = samples.features.length / STEPS;
        try (Engine engine = Engines.open(name, 1); Program program = engine.compile(step, state)) {
            program.floats(TrainingStep.LEARNING_RATE).put(0, rate);
            for (int i = 0; i < STEPS; i++) {
                program.floats(TrainingStep.FEATURES).put(0, samples.features, i * features, features);
                program.longs(TrainingStep.LABELS).put(0, samples.labels, i * BATCH, BATCH);
                program.run();
            }
        }
        return state.get(start.values().keySet());
    }
}
