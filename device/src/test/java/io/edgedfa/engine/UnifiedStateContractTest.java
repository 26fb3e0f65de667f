package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.graph.Graph;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Layer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The contract of an engine that orders reads and writes of the state itself, so that it never needs a second buffer. */
abstract class UnifiedStateContractTest extends EngineContractTest {

    /** Such an engine has nothing to refuse: the predictor sees what the training does. */
    @Test
    @Override
    void shouldRefuseToSeparateAStateThatAPredictorIsBoundTo() {
        Network network = Network.dense(List.of(3, 4, 2), Layer.activation("tanh"), List.of());
        Graph step = TrainingStep.of(network, Rules.named("bp", network, new SplittableRandom(1)),
                new SoftmaxCrossEntropy(), Optimizer.named("sgd"), 1);
        State state = new State(step.state());
        state.set(InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(2)).values());
        try (Engine engine = open(); Program predictor = engine.compile(network.inference(1), state);
                Program training = engine.compile(step, state)) {
            training.floats(TrainingStep.LEARNING_RATE).put(0, 0.5f);
            training.run();
            predictor.run();
            State copy = new State(step.state());
            copy.set(state.get(copy.names()));
            try (Program fresh = engine.compile(network.inference(1), copy)) {
                fresh.run();
                assertEquals(fresh.floats(Network.OUTPUT).get(0), predictor.floats(Network.OUTPUT).get(0));
            }
        }
    }
}
