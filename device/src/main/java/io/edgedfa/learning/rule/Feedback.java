package io.edgedfa.learning.rule;

import io.edgedfa.network.Initializer;
import java.util.ArrayList;
import java.util.List;

/**
 * How feedback matrices are drawn.
 *
 * @param hidden the one between hidden blocks
 * @param last   the one that starts at the output; all of direct feedback alignment's do
 */
public record Feedback(Initializer hidden, Initializer last) {
    /** Lets the rule choose: Kaiming uniform, or one connection per unit for sparse feedback. */
    public static final String DEFAULT = "default";

    /** What {@link #named} knows. UFA, OFA, OUFA and OSFA are the first four, as feedback alignment's literature calls them. */
    public static final List<String> NAMES = names();

    /** One way for all. */
    public static Feedback uniformly(Initializer initializer) {
        return new Feedback(initializer, initializer);
    }

    /** The feedback of a name but {@link #DEFAULT}. @throws IllegalArgumentException for another name; the message lists all */
    public static Feedback named(String name) {
        if (name.startsWith("orthogonal-sparse:")) {
            return new Feedback(Initializer.ORTHOGONAL, Initializer.named(name.substring("orthogonal-".length())));
        }
        switch (name) {
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
                List.of("kaiming-uniform", "orthogonal", "orthogonal-kaiming", "orthogonal-sparse", "orthogonal-sparse:SHARE", DEFAULT));
        Initializer.NAMES.stream().filter(name -> !names.contains(name)).forEach(names::add);
        return List.copyOf(names);
    }
}
