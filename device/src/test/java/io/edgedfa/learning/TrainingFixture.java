package io.edgedfa.learning;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.learning.rule.DirectFeedbackAlignment;
import io.edgedfa.learning.rule.FeedbackTensor;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.network.Layer;
import io.edgedfa.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small network with weights and data from closed formulas, trained on the default engine. */
final class TrainingFixture implements AutoCloseable {
    static final List<Integer> SIZES = List.of(5, 7, 3, 4);
    static final int BATCH = 6;

    final Network network;
    final State state;
    final Program program;
    private final Engine engine = Engines.open("ort", 1);

    TrainingFixture(String hidden, String output, String rule, Loss loss, Optimizer optimizer) {
        network = Network.dense(SIZES, Layer.activation(hidden), Layer.activation(output));
        LearningRule chosen = rule.equals("dfa")
                ? new DirectFeedbackAlignment(rule, List.of(feedback("block1", 7), feedback("block2", 3)))
                : new Backpropagation();
        Graph graph = TrainingStep.of(network, chosen, loss, optimizer, BATCH);
        state = new State(graph.state());
        state.set(weights());
        program = engine.compile(graph, state);
    }

    /** {@code B[k][j] = 0.5 cos(1.7 (k * units + j))}. */
    static FeedbackTensor feedback(String block, int units) {
        float[] values = new float[4 * units];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 * Math.cos(1.7 * i));
        }
        return new FeedbackTensor(block + ".feedback", Shape.of(4, units), values);
    }

    /** {@code w_l[i] = 0.6 sin(0.7 i + l)}, {@code b_l[j] = 0.1 sin(j + l)}, l from 1. */
    Map<String, float[]> weights() {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (int l = 1; l < SIZES.size(); l++) {
            float[] weight = new float[SIZES.get(l - 1) * SIZES.get(l)];
            for (int i = 0; i < weight.length; i++) {
                weight[i] = (float) (0.6 * Math.sin(0.7 * i + l));
            }
            float[] bias = new float[SIZES.get(l)];
            for (int j = 0; j < bias.length; j++) {
                bias[j] = (float) (0.1 * Math.sin(j + l));
            }
            values.put("block" + l + ".weight", weight);
            values.put("block" + l + ".bias", bias);
        }
        return values;
    }

    /** Sample n of step t: {@code x[i] = sin(1.3 (5 n + i) + 0.37 t)}, label {@code (3 n + t) mod 4}. */
    float[] features(int step, int sample) {
        float[] x = new float[5];
        for (int i = 0; i < 5; i++) {
            x[i] = (float) Math.sin(1.3 * (5 * sample + i) + 0.37 * step);
        }
        return x;
    }

    int label(int step, int sample) {
        return (3 * sample + step) % 4;
    }

    /** Runs one step and returns the mean loss before the update. */
    double step(int step, double learningRate) {
        for (int n = 0; n < BATCH; n++) {
            program.floats(TrainingStep.FEATURES).put(n * 5, features(step, n));
            program.longs(TrainingStep.LABELS).put(n, label(step, n));
        }
        program.floats(TrainingStep.LEARNING_RATE).put(0, (float) learningRate);
        program.run();
        return program.floats(TrainingStep.LOSS).get(0);
    }

    @Override
    public void close() {
        program.close();
        engine.close();
    }
}
