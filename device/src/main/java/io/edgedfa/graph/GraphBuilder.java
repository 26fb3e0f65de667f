package io.edgedfa.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a {@link Graph} by calling operators. Inputs that do not fit are refused with a {@link GraphException}; the same
 * operator with the same attributes on the same inputs is computed once.
 */
public final class GraphBuilder extends OperatorCalls {
    private final String name;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> state = new ArrayList<>();
    private final Map<Tensor, float[]> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Tensor, String> outputs = new LinkedHashMap<>();
    private final Map<Tensor, Tensor> updates = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> counters = new HashMap<>();
    private final Map<Float, Tensor> scalars = new HashMap<>();
    private final Map<Computation, Tensor> computed = new HashMap<>();

    /** What makes two nodes compute the same. */
    private record Computation(Operator operator, List<Tensor> inputs, Map<String, Object> attributes) {
        Computation {
            attributes = Map.copyOf(attributes);
        }
    }

    public GraphBuilder(String name) {
        this.name = name;
    }

    /** A value given for every run. */
    public Tensor input(String name, ElementType type, Shape shape) {
        Tensor tensor = new Tensor(claim(name), type, shape);
        inputs.add(tensor);
        return tensor;
    }

    /** A value that lives from run to run. */
    public Tensor state(String name, Shape shape) {
        Tensor tensor = new Tensor(claim(name), ElementType.FLOAT, shape);
        state.add(tensor);
        return tensor;
    }

    /**
     * A fixed value; the same value under the same name again is the same tensor.
     *
     * @param values row-major, not copied: the caller must not change them afterwards
     */
    public Tensor constant(String name, Shape shape, float[] values) {
        if (values.length != shape.elements()) {
            throw new GraphException("constant " + name + " " + shape + " needs " + shape.elements()
                    + " values, got " + values.length);
        }
        Tensor tensor = new Tensor(name, ElementType.FLOAT, shape);
        if (constants.containsKey(tensor) && Arrays.equals(constants.get(tensor), values)) {
            return tensor;
        }
        claim(name);
        constants.put(tensor, values);
        return tensor;
    }

    @Override
    public Tensor scalar(double value) {
        return scalars.computeIfAbsent((float) value, v -> constant(unique("scalar"), Shape.SCALAR, new float[] {v}));
    }

    /** Declares a value wanted from every run, under a name of its own. */
    public void output(String name, Tensor tensor) {
        declare(name, tensor);
    }

    private Tensor declare(String name, Tensor tensor) {
        boolean produced = nodes.stream().anyMatch(n -> n.output().equals(tensor));
        Tensor own = produced && !outputs.containsKey(tensor) ? tensor : alias(tensor);
        outputs.put(own, claim(name));
        return own;
    }

    /** A copy under another name: an output has one name. */
    private Tensor alias(Tensor tensor) {
        computed.remove(new Computation(Operator.IDENTITY, List.of(tensor), Map.of()));
        return identity(tensor);
    }

    /** Declares the next value of a state tensor; it leaves the graph as {@code <state name>.next}. */
    public void update(Tensor state, Tensor next) {
        if (!this.state.contains(state)) {
            throw new GraphException("update of " + state.describe() + ", which is not a state tensor");
        }
        if (!next.shape().equals(state.shape())) {
            throw new GraphException("update of " + state.describe() + " with " + next.describe() + ": shapes differ");
        }
        if (updates.containsKey(state)) {
            throw new GraphException("second update of " + state.describe());
        }
        updates.put(state, declare(state.name() + ".next", next));
    }

    /** The declared next value of a state tensor, for what the same run does with it. @throws GraphException if there is none */
    public Tensor next(String state) {
        return updates.entrySet().stream().filter(update -> update.getKey().name().equals(state)).map(Map.Entry::getValue)
                .findFirst().orElseThrow(() -> new GraphException("graph " + name + " has no update of " + state + " yet"));
    }

    /** The finished graph: outputs renamed as declared, nodes that nothing needs left out. */
    public Graph build() {
        Map<Tensor, Tensor> renamed = new HashMap<>();
        outputs.forEach((tensor, own) -> renamed.put(tensor, new Tensor(own, tensor.type(), tensor.shape())));
        Set<Tensor> needed = new HashSet<>(outputs.keySet());
        List<Node> kept = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (needed.contains(node.output())) {
                needed.addAll(node.inputs());
                kept.add(rename(node, renamed));
            }
        }
        Collections.reverse(kept);
        Map<Tensor, float[]> used = new LinkedHashMap<>(constants);
        used.keySet().retainAll(needed);
        Map<Tensor, Tensor> next = new LinkedHashMap<>();
        updates.forEach((from, to) -> next.put(from, renamed.get(to)));
        return new Graph(name, List.copyOf(inputs), List.copyOf(state), Collections.unmodifiableMap(used),
                List.copyOf(kept), outputs.keySet().stream().map(renamed::get).toList(),
                Collections.unmodifiableMap(next));
    }

    private static Node rename(Node node, Map<Tensor, Tensor> renamed) {
        return new Node(node.name(), node.operator(),
                node.inputs().stream().map(t -> renamed.getOrDefault(t, t)).toList(),
                renamed.getOrDefault(node.output(), node.output()), node.attributes());
    }

    @Override
    Tensor node(Operator operator, List<Tensor> from, Map<String, Object> attributes) {
        Computation computation = new Computation(operator, from, attributes);
        Tensor known = computed.get(computation);
        if (known != null) {
            return known;
        }
        for (Tensor tensor : from) {
            if (!names.contains(tensor.name())) {
                throw new GraphException(operator.onnxName() + ": " + tensor.describe() + " is not of graph " + name);
            }
        }
        if (attributes.get("fragment") instanceof Fragment fragment) {
            fragment.names().stream().filter(inside -> !inside.equals(from.get(0).name())).forEach(this::claim);
        }
        String own = unique(operator.onnxName());
        Node draft = new Node(own, operator, from, null, attributes);
        ShapeInference.Inferred inferred = ShapeInference.infer(operator, from, draft);
        Tensor output = new Tensor(claim(own), inferred.type(), inferred.shape());
        nodes.add(new Node(own, operator, from, output, attributes));
        computed.put(computation, output);
        return output;
    }

    private String unique(String stem) {
        String free;
        do {
            free = stem + "_" + counters.merge(stem, 1, Integer::sum);
        } while (names.contains(free));
        return free;
    }

    private String claim(String wanted) {
        if (wanted.isBlank() || !names.add(wanted)) {
            throw new GraphException("graph " + name + ": the name '" + wanted + "' is blank or taken");
        }
        return wanted;
    }
}
