package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import java.util.List;
import java.util.Map;

/** A layer without weights to learn. Every learning rule carries errors through it by its exact derivative. */
public sealed interface Layer permits Tanh, Relu, LeakyRelu, Logistic, MaxPool, AveragePool, Flatten, Unflatten,
        FrozenBatchNormalization, Clip, HardSwish, Residual {

    /** What {@link #activation} knows. */
    String ACTIVATIONS = "tanh, relu, relu6, leaky-relu, leaky-relu:SLOPE, hard-swish, sigmoid, sigmoid:SLOPE, identity";

    /** Name in settings and files, for example {@code tanh}. */
    String name();

    /** The layer's output for its input, {@code [batch, ...]}. */
    Tensor forward(GraphBuilder g, Tensor input);

    /** The same for a layer that also takes outputs of earlier blocks. @param earlier by the block's name, empty for what enters */
    default Tensor forward(GraphBuilder g, Tensor input, Map<String, Tensor> earlier) {
        return forward(g, input);
    }

    /** Carries an error signal at the output back to the input: the transposed Jacobian at {@code input}, times the signal. */
    Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output);

    /**
     * Carries a delta at the input forward to the output. A delta already holds the derivatives of the activations it passed,
     * so these let it through; what only moves or scales values (pooling, flattening, normalisation) does that to it, too.
     */
    default Tensor carryForward(GraphBuilder g, Tensor delta, Tensor input) {
        return delta;
    }

    /**
     * The layers an activation's name stands for: {@code tanh}, {@code relu}, {@code relu6}, {@code leaky-relu} (slope 0.01) or
     * {@code leaky-relu:SLOPE}, {@code hard-swish}, {@code sigmoid} (slope 1) or {@code sigmoid:SLOPE}, {@code identity} (none).
     *
     * @throws IllegalArgumentException for another name; the message lists these
     */
    static List<Layer> activation(String name) {
        if (name.startsWith("sigmoid:")) {
            return List.of(Logistic.withSlope(name.substring("sigmoid:".length())));
        }
        if (name.startsWith("leaky-relu:")) {
            return List.of(LeakyRelu.withSlope(name.substring("leaky-relu:".length())));
        }
        return switch (name) {
            case "tanh" -> List.of(new Tanh());
            case "relu" -> List.of(new Relu());
            case "relu6" -> List.of(Clip.relu6());
            case "hard-swish" -> List.of(new HardSwish());
            case "leaky-relu" -> List.of(new LeakyRelu(LeakyRelu.USUAL_SLOPE));
            case "sigmoid" -> List.of(new Logistic(1));
            case "identity" -> List.of();
            default -> throw new IllegalArgumentException("activation '" + name + "' is unknown; allowed: " + ACTIVATIONS);
        };
    }
}
