package io.edgedfa.learning.rule;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.weight.Fans;
import io.edgedfa.network.weight.Initializer;
import io.edgedfa.network.weight.WeightedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** How feedback matrices are drawn. */
public final class Feedback {
    /** Lets the rule choose: Kaiming uniform, or one connection per unit for sparse feedback. */
    public static final String DEFAULT = "default";

    /** What {@link #named} knows. UFA, OFA, OUFA and OSFA are the first four, as feedback alignment's literature calls them. */
    public static final List<String> NAMES = names();

    /** Computes the matrices anew in every step, see {@link RegeneratedFeedback}. */
    public static final String REGENERATED = "regenerated";

    private final Initializer hidden;
    private final Initializer last;

    /** @param hidden null for values that are regenerated */
    private Feedback(Initializer hidden, Initializer last) {
        this.hidden = hidden;
        this.last = last;
    }

    /** One way for all. */
    static Feedback uniformly(Initializer initializer) {
        return new Feedback(initializer, initializer);
    }

    /**
     * Feedback from the output to a hidden block, {@code [classes, values]}.
     *
     * @param values of the block's output
     */
    FeedbackMatrix direct(String name, int classes, int values, RandomGenerator random) {
        Shape shape = Shape.of(classes, values);
        if (hidden == null) {
            return RegeneratedFeedback.draw(name, shape, values, random);
        }
        Fans fans = new Fans(classes, values, values, classes);
        return new FeedbackTensor(name, shape, last.draw(fans, Initializer.RECTIFIER_GAIN, random));
    }

    /**
     * Feedback from a layer's output to its input, in the shape of its weight.
     *
     * @param output whether the layer is the network's last one
     */
    FeedbackMatrix layerwise(String name, WeightedLayer layer, boolean output, RandomGenerator random) {
        if (hidden == null) {
            return RegeneratedFeedback.draw(name, layer.weightShape(), layer.fans().in(), random);
        }
        // The matrix leads from outputs to inputs: each column is what comes back to one input.
        Fans fans = layer.fans().transposed();
        float[] drawn = (output ? last : hidden).draw(fans, Initializer.RECTIFIER_GAIN, random);
        return new FeedbackTensor(name, layer.weightShape(), layer.stored(fans.transpose(drawn)));
    }

    /** The feedback of a name but {@link #DEFAULT}. @throws IllegalArgumentException for another name; the message lists all */
    public static Feedback named(String name) {
        if (name.startsWith("orthogonal-sparse:")) {
            return new Feedback(Initializer.ORTHOGONAL, Initializer.named(name.substring("orthogonal-".length())));
        }
        switch (name) {
            case REGENERATED:
                return new Feedback(null, null);
            case "orthogonal-kaiming":
                return new Feedback(Initializer.ORTHOGONAL, Initializer.KAIMING_UNIFORM);
            case "orthogonal-sparse":
                return new Feedback(Initializer.ORTHOGONAL, Initializer.named("sparse"));
            default:
                try {
                    return uniformly(Initializer.named(name));
                } catch (IllegalArgumentException e) {
                    boolean unknown = e.getMessage().startsWith("initializer");
                    throw new IllegalArgumentException("feedback '" + name + "' "
                            + (unknown ? "is unknown; allowed: " + String.join(", ", NAMES) : "is not possible: " + e.getMessage()), e);
                }
        }
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(
                List.of("kaiming-uniform", "orthogonal", "orthogonal-kaiming", "orthogonal-sparse", "orthogonal-sparse:SHARE", REGENERATED, DEFAULT));
        Initializer.NAMES.stream().filter(name -> !names.contains(name)).forEach(names::add);
        return List.copyOf(names);
    }
}
