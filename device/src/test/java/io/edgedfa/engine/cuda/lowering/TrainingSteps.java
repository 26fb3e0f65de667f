package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Training steps of every rule and optimizer, on a dense and a convolutional network. */
final class TrainingSteps {
    private static final Network DENSE = Network.dense(List.of(784, 300, 200, 10), Layer.activation("tanh"), List.of());
    private static final Network IMAGES = new Network(Shape.of(1, 28, 28), List.of(
            new Block("block1", new Convolution(1, 8, 5, 1, 2), List.of(new Tanh(), new MaxPool(2))),
            new Block("block2", new Convolution(8, 16, 5, 1, 2), List.of(new Tanh(), new MaxPool(2), new Flatten())),
            new Block("block3", new Dense(784, 50), List.of(new Tanh())),
            new Block("block4", new Dense(50, 10), List.of())));

    private TrainingSteps() {}

    static Graph dense(String rule, String optimizer) {
        return step(DENSE, rule, optimizer);
    }

    private static Graph step(Network network, String rule, String optimizer) {
        return TrainingStep.of(network, Rules.named(rule, network, new SplittableRandom(1)), new SoftmaxCrossEntropy(),
                Optimizer.named(optimizer), 64);
    }

    static Stream<Graph> all() {
        return Stream.of(DENSE, IMAGES).flatMap(network -> Rules.NAMES.stream().flatMap(rule -> Optimizer.NAMES.stream()
                .map(optimizer -> step(network, rule, optimizer))));
    }
}
