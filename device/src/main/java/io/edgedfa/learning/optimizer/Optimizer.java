package io.edgedfa.learning.optimizer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import java.util.List;

/**
 * How a gradient changes a parameter. Order of calls: {@link #begin} once per step, then {@link Update#apply} once per
 * parameter, in block order, weight before bias.
 */
public sealed interface Optimizer permits GradientDescent, Momentum, Adam {

    /** What {@link #named} knows. */
    List<String> NAMES = List.of("sgd", "momentum", "adam");

    /** Name in settings and files. */
    String name();

    /** Adds what all parameters share. @param learningRate a scalar tensor, positive */
    default Update begin(GraphBuilder g, Tensor learningRate) {
        return begin(g, learningRate, "");
    }

    /** The same for one of several optimizers in a step. @param prefix of the names of what is shared, different for each */
    Update begin(GraphBuilder g, Tensor learningRate, String prefix);

    /** Declares the update of a parameter and of the state the optimizer keeps for it. */
    interface Update {
        void apply(Tensor parameter, Gradient gradient);
    }

    /** The optimizer of a name: {@code sgd}, {@code momentum}, {@code adam}, with their usual constants. */
    static Optimizer named(String name) {
        return switch (name) {
            case "sgd" -> new GradientDescent();
            case "momentum" -> new Momentum(0.9f);
            case "adam" -> new Adam(0.9f, 0.999f, 1e-8f);
            default -> throw new IllegalArgumentException(
                    "optimizer '" + name + "' is unknown; allowed: " + String.join(", ", NAMES));
        };
    }
}
