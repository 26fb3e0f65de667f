package io.edgedfa.learning;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.Network;

/** What the network is asked to make small. */
public sealed interface Loss permits SoftmaxCrossEntropy, SquaredError, LogisticCrossEntropy {

    /** Name in settings and files. */
    String name();

    /**
     * Adds the loss to a graph.
     *
     * @param output the network's output, {@code [batch, classes]}
     * @param target wanted output, {@code [batch, classes]}: one-hot rows for classes
     */
    Evaluated evaluate(GraphBuilder g, Tensor output, Tensor target);

    /**
     * @param mean  mean loss over the batch, a scalar
     * @param error gradient of the mean loss with respect to the output, {@code [batch, classes]}
     */
    record Evaluated(Tensor mean, Tensor error) {}

    /** The loss of a name, for classes that exclude each other: {@code cross-entropy} or {@code squared-error}. */
    static Loss named(String name) {
        return switch (name) {
            case SoftmaxCrossEntropy.NAME -> new SoftmaxCrossEntropy();
            case SquaredError.NAME -> new SquaredError();
            default -> throw new IllegalArgumentException("loss '" + name + "' is unknown; allowed: "
                    + SoftmaxCrossEntropy.NAME + ", " + SquaredError.NAME);
        };
    }

    /** The loss that fits a network's last block: cross-entropy where it ends in logits, else squared error. */
    static Loss fitting(Network network) {
        return network.hasLogits() ? new SoftmaxCrossEntropy() : new SquaredError();
    }
}
