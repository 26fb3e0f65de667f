package io.edgedfa.learning;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.network.Network;
import java.util.List;

/** A network with weights and data from {@link ClosedForms}, trained on an engine. */
final class TrainingFixture implements AutoCloseable {
    /** What the checks of gradients and golden steps run on. */
    static final List<String> ENGINES = List.of("ort", "nd4j");

    /** Samples per step. */
    final int batch;

    final Network network;
    final State state;
    final Program program;
    private final Engine engine;

    /** With all blocks learning. */
    TrainingFixture(String engine, Network network, LearningRule rule, Loss loss, Optimizer optimizer) {
        this(engine, network, batch(network), TrainingStep.of(network, rule, loss, optimizer, batch(network)));
    }

    /** @param step a training step of the network */
    TrainingFixture(String engine, Network network, int batch, Graph step) {
        this.network = network;
        this.batch = batch;
        this.engine = Engines.open(engine, 1);
        state = new State(step.state());
        state.set(ClosedForms.weights(network));
        program = this.engine.compile(step, state);
    }

    /** 6 for features, 3 for images. */
    static int batch(Network network) {
        return network.input().rank() == 1 ? 6 : 3;
    }

    /** Runs one step and returns the mean loss before the update. */
    double step(int step, double learningRate) {
        put(program, network, batch, step);
        program.floats(TrainingStep.LEARNING_RATE).put(0, (float) learningRate);
        program.run();
        return program.floats(TrainingStep.LOSS).get(0);
    }

    /** Features and labels of a step. */
    static void put(Program program, Network network, int batch, int step) {
        for (int n = 0; n < batch; n++) {
            program.floats(TrainingStep.FEATURES).put(n * network.inputs(), ClosedForms.features(network, step, n));
            program.longs(TrainingStep.LABELS).put(n, ClosedForms.label(step, n));
        }
    }

    @Override
    public void close() {
        program.close();
        engine.close();
    }
}
