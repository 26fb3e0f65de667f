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
import java.util.stream.LongStream;

/**
 * Builds a {@link Graph}, one method per operator. Every method returns the new tensor with its inferred shape and throws
 * {@link GraphException} when the inputs do not fit.
 */
public final class GraphBuilder {
    private final String name;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> state = new ArrayList<>();
    private final Map<Tensor, float[]> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Tensor, String> outputs = new LinkedHashMap<>();
    private final Map<Tensor, Tensor> updates = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> counters = new HashMap<>();

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

    /** A fixed value. @param values row-major, not copied: the caller must not change them afterwards */
    public Tensor constant(String name, Shape shape, float[] values) {
        if (values.length != shape.elements()) {
            throw new GraphException("constant " + name + " " + shape + " needs " + shape.elements()
                    + " values, got " + values.length);
        }
        Tensor tensor = new Tensor(claim(name), ElementType.FLOAT, shape);
        constants.put(tensor, values);
        return tensor;
    }

    /** A fixed single value. */
    public Tensor scalar(double value) {
        return constant(unique("scalar"), Shape.SCALAR, new float[] {(float) value});
    }

    public Tensor add(Tensor a, Tensor b) {
        return node(Operator.ADD, List.of(a, b), Map.of());
    }

    public Tensor sub(Tensor a, Tensor b) {
        return node(Operator.SUB, List.of(a, b), Map.of());
    }

    public Tensor mul(Tensor a, Tensor b) {
        return node(Operator.MUL, List.of(a, b), Map.of());
    }

    public Tensor div(Tensor a, Tensor b) {
        return node(Operator.DIV, List.of(a, b), Map.of());
    }

    public Tensor pow(Tensor a, Tensor exponent) {
        return node(Operator.POW, List.of(a, exponent), Map.of());
    }

    public Tensor neg(Tensor a) {
        return node(Operator.NEG, List.of(a), Map.of());
    }

    public Tensor sqrt(Tensor a) {
        return node(Operator.SQRT, List.of(a), Map.of());
    }

    public Tensor tanh(Tensor a) {
        return node(Operator.TANH, List.of(a), Map.of());
    }

    /** The logistic function with slope 1. */
    public Tensor sigmoid(Tensor a) {
        return node(Operator.SIGMOID, List.of(a), Map.of());
    }

    public Tensor relu(Tensor a) {
        return node(Operator.RELU, List.of(a), Map.of());
    }

    /** -1, 0 or 1. */
    public Tensor sign(Tensor a) {
        return node(Operator.SIGN, List.of(a), Map.of());
    }

    public Tensor identity(Tensor a) {
        return node(Operator.IDENTITY, List.of(a), Map.of());
    }

    /** Softmax along the last axis. */
    public Tensor softmax(Tensor a) {
        return node(Operator.SOFTMAX, List.of(a), Map.of("axis", a.shape().rank() - 1L));
    }

    /** Logarithm of the softmax along the last axis, computed without overflow. */
    public Tensor logSoftmax(Tensor a) {
        return node(Operator.LOG_SOFTMAX, List.of(a), Map.of("axis", a.shape().rank() - 1L));
    }

    /** {@code a b}, with {@code a [m, k]} and {@code b [k, n]}. */
    public Tensor matmul(Tensor a, Tensor b) {
        return node(Operator.MATMUL, List.of(a, b), Map.of());
    }

    /** {@code a b + c}, with {@code a [m, k]}, {@code b [k, n]} and {@code c} broadcast to {@code [m, n]}. */
    public Tensor gemm(Tensor a, Tensor b, Tensor c) {
        return node(Operator.GEMM, List.of(a, b, c), Map.of());
    }

    /** {@code a b^T}, with {@code a [m, k]} and {@code b [n, k]}. */
    public Tensor gemmTransB(Tensor a, Tensor b) {
        return node(Operator.GEMM, List.of(a, b), Map.of("transB", 1L));
    }

    /** {@code a^T b}, with {@code a [k, m]} and {@code b [k, n]}. */
    public Tensor gemmTransA(Tensor a, Tensor b) {
        return node(Operator.GEMM, List.of(a, b), Map.of("transA", 1L));
    }

    /** {@code alpha * a^T b + beta * c}, with {@code a [k, m]}, {@code b [k, n]} and {@code c [m, n]}. */
    public Tensor gemmTransA(Tensor a, Tensor b, float alpha, Tensor c, float beta) {
        return node(Operator.GEMM, List.of(a, b, c), Map.of("transA", 1L, "alpha", alpha, "beta", beta));
    }

    /** Transpose of a matrix. */
    public Tensor transpose(Tensor a) {
        return node(Operator.TRANSPOSE, List.of(a), Map.of("perm", List.of(1L, 0L)));
    }

    public Tensor reshape(Tensor a, Shape shape) {
        List<Long> sizes = Arrays.stream(shape.toLongs()).boxed().toList();
        return node(Operator.RESHAPE, List.of(a), Map.of("shape", sizes));
    }

    /** Sum over one axis, which disappears. */
    public Tensor reduceSum(Tensor a, int axis) {
        return node(Operator.REDUCE_SUM, List.of(a), Map.of("axes", List.of((long) axis), "keepdims", 0L));
    }

    /** Sum of all elements: a scalar. */
    public Tensor sumAll(Tensor a) {
        List<Long> axes = LongStream.range(0, a.shape().rank()).boxed().toList();
        return node(Operator.REDUCE_SUM, List.of(a), Map.of("axes", axes, "keepdims", 0L));
    }

    /** Index of the largest element along one axis, which disappears; the first one of several. */
    public Tensor argMax(Tensor a, int axis) {
        return node(Operator.ARG_MAX, List.of(a), Map.of("axis", (long) axis, "keepdims", 0L));
    }

    public Tensor equal(Tensor a, Tensor b) {
        if (a.type() != b.type()) {
            throw new GraphException("Equal: " + a.describe() + " is " + a.type() + ", " + b.describe() + " is " + b.type());
        }
        return node(Operator.EQUAL, List.of(a, b), Map.of());
    }

    /** 1 for true, 0 for false. */
    public Tensor toFloat(Tensor a) {
        return node(Operator.CAST, List.of(a), Map.of("to", 1L));
    }

    /** One-hot rows {@code [n, depth]} of labels {@code [n]}. */
    public Tensor oneHot(Tensor labels, int depth) {
        return node(Operator.ONE_HOT, List.of(labels), Map.of("depth", (long) depth));
    }

    /** Declares a value wanted from every run, under a name of its own. */
    public void output(String name, Tensor tensor) {
        declare(name, tensor);
    }

    private Tensor declare(String name, Tensor tensor) {
        boolean produced = nodes.stream().anyMatch(n -> n.output().equals(tensor));
        Tensor own = produced && !outputs.containsKey(tensor) ? tensor : identity(tensor);
        outputs.put(own, claim(name));
        return own;
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

    private Tensor node(Operator operator, List<Tensor> from, Map<String, Object> attributes) {
        for (Tensor tensor : from) {
            if (!names.contains(tensor.name())) {
                throw new GraphException(operator.onnxName() + ": " + tensor.describe() + " is not of graph " + name);
            }
        }
        String own = unique(operator.onnxName());
        Node draft = new Node(own, operator, from, null, attributes);
        ShapeInference.Inferred inferred = ShapeInference.infer(operator, from, draft);
        Tensor output = new Tensor(claim(own), inferred.type(), inferred.shape());
        nodes.add(new Node(own, operator, from, output, attributes));
        return output;
    }

    private String unique(String stem) {
        return stem + "_" + counters.merge(stem, 1, Integer::sum);
    }

    private String claim(String wanted) {
        if (wanted.isBlank() || !names.add(wanted)) {
            throw new GraphException("graph " + name + ": the name '" + wanted + "' is blank or taken");
        }
        return wanted;
    }
}
