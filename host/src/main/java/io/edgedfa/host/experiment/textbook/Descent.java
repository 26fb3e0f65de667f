package io.edgedfa.host.experiment.textbook;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.learning.SquaredError;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Seeds;
import io.edgedfa.stream.Dataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The program's own training step of a {@link TextbookCase}, one sample at a time. */
final class Descent implements AutoCloseable {

    private final Network network;
    private final Engine engine;
    private final State state;
    private final Program program;

    Descent(TextbookCase setup, Dataset data) {
        network = setup.network(data);
        Graph step = TrainingStep.of(network, new Backpropagation(), new SquaredError(), Optimizer.named("sgd"), 1);
        state = new State(step.state());
        engine = Engines.open(setup.engine(), 1);
        program = engine.compile(step, state);
        program.floats(TrainingStep.LEARNING_RATE).put(0, (float) setup.rate());
    }

    /** Starts anew, with weights uniform within {@code sqrt(3 / inputs)} times the scale, and biases of 0. */
    void start(long seed, double scale) {
        Parameters drawn = InitialWeights.KAIMING.draw(network, new Seeds(seed).weights());
        Map<String, float[]> scaled = new HashMap<>();
        drawn.values().forEach((name, values) -> {
            float[] copy = values.clone();
            for (int i = 0; i < copy.length; i++) {
                copy[i] *= (float) scale;
            }
            scaled.put(name, copy);
        });
        state.set(scaled);
    }

    /** Learns from a sample. @return its loss before, half the sum of squares */
    double learn(float[] sample, int label) {
        program.floats(TrainingStep.FEATURES).put(0, sample);
        program.longs(TrainingStep.LABELS).put(0, label);
        program.run();
        return program.floats(TrainingStep.LOSS).get(0);
    }

    /** Copies of the parameters as they are now. */
    List<ClosedFormulas.Layer> layers() {
        return network.blocks().stream().map(this::layer).toList();
    }

    private ClosedFormulas.Layer layer(Block block) {
        return new ClosedFormulas.Layer(state.get(block.weight()), state.get(block.bias()));
    }

    @Override
    public void close() {
        program.close();
        engine.close();
    }
}
