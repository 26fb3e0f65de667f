package io.edgedfa.learning;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.ErrorPropagation;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.network.ForwardPass;
import io.edgedfa.network.Network;

/** One step of learning from one mini-batch, as a graph. */
public final class TrainingStep {
    /** Input: features, {@code [batch, ...]} as the network's input says. */
    public static final String FEATURES = "features";
    /** Input: class numbers, INT64 {@code [batch]}. */
    public static final String LABELS = "labels";
    /** Input: a scalar, positive. */
    public static final String LEARNING_RATE = "learning_rate";
    /** Output: mean loss of the batch before the update, a scalar. */
    public static final String LOSS = "loss";
    /** Output: number of samples whose largest output was their label's, before the update, a scalar. */
    public static final String CORRECT = "correct";

    private TrainingStep() {}

    /** A step in which every block learns, without extra outputs. */
    public static Graph of(Network network, LearningRule rule, Loss loss, Optimizer optimizer, int batch) {
        return of(network, rule, loss, optimizer, batch, 0, false);
    }

    /**
     * Forward pass, error, deltas, updates.
     *
     * @param batch         samples per step, at least 1
     * @param firstLearning index of the first block that learns; the blocks before it are a frozen body
     * @param angles        whether to output how far the rule's deltas are from backpropagation's, see {@link Alignment}
     * @return inputs {@link #FEATURES}, {@link #LABELS}, {@link #LEARNING_RATE}; state: the network's parameters and the
     *     optimizer's; outputs: the {@code .next} of each state tensor that changes, {@link #LOSS}, {@link #CORRECT} and the angles
     */
    public static Graph of(Network network, LearningRule rule, Loss loss, Optimizer optimizer, int batch, int firstLearning,
            boolean angles) {
        if (firstLearning < 0 || firstLearning >= network.blocks().size()) {
            throw new IllegalArgumentException("first learning block " + firstLearning + ": allowed are 0 to "
                    + (network.blocks().size() - 1));
        }
        GraphBuilder g = new GraphBuilder("training_step");
        Tensor features = g.input(FEATURES, ElementType.FLOAT, network.input().ofBatch(batch));
        Tensor labels = g.input(LABELS, ElementType.INT64, Shape.of(batch));
        Tensor learningRate = g.input(LEARNING_RATE, ElementType.FLOAT, Shape.SCALAR);

        ForwardPass forward = ForwardPass.of(network, g, features, firstLearning);
        Tensor output = forward.output();
        Loss.Evaluated evaluated = loss.evaluate(g, output, g.oneHot(labels, network.classes()));
        ErrorPropagation errors = new ErrorPropagation(g, forward, rule, evaluated.error());

        LocalUpdate.apply(optimizer.begin(g, learningRate), forward, errors, firstLearning);
        g.output(LOSS, evaluated.mean());
        g.output(CORRECT, g.sumAll(g.toFloat(g.equal(g.argMax(output, 1), labels))));
        if (angles) {
            Alignment.measure(g, forward, errors, firstLearning);
        }
        return g.build();
    }
}
