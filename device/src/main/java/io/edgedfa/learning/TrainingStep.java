package io.edgedfa.learning;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.ForwardPass;
import io.edgedfa.network.Network;

/** One step of learning from one mini-batch, as a graph. */
public final class TrainingStep {
    /** Input: features, {@code [batch, inputs]}. */
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

    /**
     * Forward pass, error, deltas, updates.
     *
     * @param batch samples per step, at least 1
     * @return inputs {@link #FEATURES}, {@link #LABELS}, {@link #LEARNING_RATE}; state: the network's parameters and the
     *     optimizer's; outputs: each state tensor's {@code .next}, {@link #LOSS} and {@link #CORRECT}
     */
    public static Graph of(Network network, LearningRule rule, Loss loss, Optimizer optimizer, int batch) {
        GraphBuilder g = new GraphBuilder("training_step");
        Tensor features = g.input(FEATURES, ElementType.FLOAT, Shape.of(batch, network.inputs()));
        Tensor labels = g.input(LABELS, ElementType.INT64, Shape.of(batch));
        Tensor learningRate = g.input(LEARNING_RATE, ElementType.FLOAT, Shape.SCALAR);

        ForwardPass forward = ForwardPass.of(network, g, features);
        Tensor output = forward.output();
        Loss.Evaluated evaluated = loss.evaluate(g, output, g.oneHot(labels, network.classes()));
        ErrorPropagation errors = new ErrorPropagation(g, forward, rule, evaluated.error());

        Optimizer.Update update = optimizer.begin(g, learningRate);
        for (int i = 0; i < forward.steps().size(); i++) {
            ForwardPass.Step step = forward.steps().get(i);
            update.apply(step.weight(), new Gradient.OfWeight(step.input(), errors.delta(i)));
            update.apply(step.bias(), new Gradient.OfBias(errors.delta(i)));
        }
        g.output(LOSS, evaluated.mean());
        g.output(CORRECT, g.sumAll(g.toFloat(g.equal(g.argMax(output, 1), labels))));
        return g.build();
    }
}
