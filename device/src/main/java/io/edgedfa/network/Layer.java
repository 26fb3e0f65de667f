package io.edgedfa.network;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import java.util.List;

/** A layer without weights. Every learning rule carries errors through it by its exact derivative. */
public sealed interface Layer permits Tanh, Relu, Logistic {

    /** Name in settings and files, for example {@code tanh}. */
    String name();

    /** The layer's output for its input; both {@code [batch, units]}. */
    Tensor forward(GraphBuilder g, Tensor input);

    /**
     * Carries an error signal at the output back to the input: {@code signal * f'(input)}, written with the output where that
     * is cheaper.
     */
    Tensor backward(GraphBuilder g, Tensor signal, Tensor output);

    /**
     * The layers an activation's name stands for: {@code tanh}, {@code relu}, {@code sigmoid} (slope 1), {@code sigmoid:K}
     * (slope K), {@code identity} (none).
     *
     * @throws IllegalArgumentException for another name; the message lists these
     */
    static List<Layer> activation(String name) {
        if (name.startsWith("sigmoid:")) {
            return List.of(Logistic.withSlope(name.substring("sigmoid:".length())));
        }
        return switch (name) {
            case "tanh" -> List.of(new Tanh());
            case "relu" -> List.of(new Relu());
            case "sigmoid" -> List.of(new Logistic(1));
            case "identity" -> List.of();
            default -> throw new IllegalArgumentException(
                    "activation '" + name + "' is unknown; allowed: tanh, relu, sigmoid, sigmoid:SLOPE, identity");
        };
    }
}
