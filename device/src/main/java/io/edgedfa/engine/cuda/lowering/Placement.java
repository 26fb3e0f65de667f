package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.engine.EngineException;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tensors are stored and which are computed where they are read. Stored is what leaves the graph, what a product takes or
 * gives, what needs a loop to compute, and what costs arithmetic and is read more than once.
 */
final class Placement {
    private final Graph graph;
    private final Map<Tensor, List<Node>> consumers = new HashMap<>();
    private final Map<Tensor, Storage> stored = new LinkedHashMap<>();
    private final Map<Tensor, String> literals = new HashMap<>();
    private final Map<Tensor, Formula> formulas = new HashMap<>();
    private final Map<Storage, Object> constants = new LinkedHashMap<>();
    private final Map<List<Integer>, Storage> tables = new HashMap<>();
    private final Set<Tensor> costly = new HashSet<>();
    private final Map<Storage, Storage> overwritten = new HashMap<>();

    /** @param replicas alike but for the values of their constants */
    Placement(List<Graph> replicas) {
        this.graph = replicas.get(0);
        graph.inputs().forEach(tensor -> store(tensor, Storage.Role.INPUT, false));
        graph.state().forEach(tensor -> store(tensor, Storage.Role.STATE, false));
        for (Node node : graph.nodes()) {
            new HashSet<>(node.inputs()).forEach(input -> consumers.computeIfAbsent(input, t -> new ArrayList<>()).add(node));
        }
        graph.constants().keySet().forEach(tensor -> constant(tensor, replicas));
        graph.nodes().forEach(this::place);
    }

    private void constant(Tensor tensor, List<Graph> replicas) {
        List<float[]> values = replicas.stream().map(graph -> graph.constants().get(tensor)).toList();
        boolean alike = values.stream().allMatch(other -> other == values.get(0) || Arrays.equals(other, values.get(0)));
        boolean matrix = consumers.getOrDefault(tensor, List.of()).stream().anyMatch(reader -> takesMatrix(reader, tensor));
        if (alike && tensor.shape().elements() == 1 && !matrix) {
            literals.put(tensor, Formulas.literal(values.get(0)[0]));
            return;
        }
        Storage storage = store(tensor, Storage.Role.CONSTANT, alike);
        constants.put(storage, alike ? new float[][] {values.get(0)} : values.toArray(float[][]::new));
    }

    private Storage store(Tensor tensor, Storage.Role role, boolean shared) {
        Storage storage = new Storage(tensor.name(), Formulas.type(tensor.type()), tensor.shape().elements(), role, shared);
        stored.put(tensor, storage);
        return storage;
    }

    private void place(Node node) {
        Tensor tensor = node.output();
        switch (node.operator()) {
            case FRAGMENT -> throw new EngineException("engine cuda cannot run the frozen body of a model, whose nodes are ONNX Runtime's;"
                    + " allowed: engine ort, or trainable-from = the name of the model's input, so that nothing is frozen");
            case GEMM, MATMUL, CONV, CONV_TRANSPOSE -> { }
            default -> formulas.put(tensor, Formulas.of(node, this));
        }
        Storage same = stored.get(node.inputs().get(0));
        boolean renames = node.operator() == Operator.RESHAPE || node.operator() == Operator.IDENTITY;
        if (renames && same != null && !graph.outputs().contains(tensor)) {
            stored.put(tensor, same);
            return;
        }
        if (!isFree(node) || node.inputs().stream().anyMatch(costly::contains)) {
            costly.add(tensor);
        }
        List<Node> readers = consumers.getOrDefault(tensor, List.of());
        boolean again = readers.size() > 1 || readers.stream().anyMatch(reader -> readsAgain(reader, tensor));
        if (graph.outputs().contains(tensor)) {
            store(tensor, graph.updates().containsValue(tensor) ? Storage.Role.TEMPORARY : Storage.Role.OUTPUT, false);
        } else if (needsLoop(node) || readers.stream().anyMatch(reader -> takesMatrix(reader, tensor)) || again && costly.contains(tensor)) {
            store(tensor, Storage.Role.TEMPORARY, false);
        }
        if (stored.containsKey(tensor)) {
            costly.remove(tensor);
        }
    }

    /** Whether reading an element through a node costs about what reading it from memory does. */
    private static boolean isFree(Node node) {
        return switch (node.operator()) {
            case IDENTITY, RESHAPE, PAD, GATHER, GATHER_ELEMENTS, ONE_HOT, CAST -> true;
            // Neighbours that lie far apart in memory are slow to read.
            case TRANSPOSE -> !movesTheLastAxis(node);
            default -> false;
        };
    }

    /** Axes of size 1 do not count: moving them moves nothing. */
    private static boolean movesTheLastAxis(Node transpose) {
        Shape from = transpose.inputs().get(0).shape();
        List<Long> axes = transpose.integers("perm").stream().filter(axis -> from.size(axis.intValue()) > 1).toList();
        return !axes.isEmpty() && axes.stream().anyMatch(axis -> axis > axes.get(axes.size() - 1));
    }

    /** Whether all who read a matrix read it transposed, and so would rather find it stored that way. */
    boolean isReadTransposed(Tensor matrix) {
        List<Node> readers = consumers.getOrDefault(matrix, List.of());
        return !readers.isEmpty() && storage(matrix) == null && readers.stream().allMatch(reader -> switch (reader.operator()) {
            case RESHAPE -> isReadTransposed(reader.output());
            case TRANSPOSE -> movesTheLastAxis(reader);
            default -> false;
        });
    }

    /** Whether a loop, or cuBLAS, makes each element. Gemm with something added is no such thing: only its product is. */
    private static boolean needsLoop(Node node) {
        return switch (node.operator()) {
            case GEMM -> node.inputs().size() == 2;
            case MATMUL, CONV, CONV_TRANSPOSE, SOFTMAX, LOG_SOFTMAX, REDUCE_SUM, ARG_MAX, MAX_POOL, MAX_POOL_INDICES, AVERAGE_POOL,
                    MAX_UNPOOL -> true;
            default -> false;
        };
    }

    /** Whether a node may read an element more than once. */
    private static boolean readsAgain(Node reader, Tensor tensor) {
        return switch (reader.operator()) {
            case SOFTMAX, LOG_SOFTMAX, CONV, CONV_TRANSPOSE, MAX_POOL, MAX_POOL_INDICES, AVERAGE_POOL, MAX_UNPOOL, GATHER,
                    GATHER_ELEMENTS -> true;
            default -> reader.output().shape().elements() > tensor.shape().elements();
        };
    }

    private static boolean takesMatrix(Node reader, Tensor tensor) {
        boolean matrices = reader.operator() == Operator.GEMM || reader.operator() == Operator.MATMUL;
        boolean windowed = reader.operator() == Operator.CONV || reader.operator() == Operator.CONV_TRANSPOSE;
        return matrices && reader.inputs().subList(0, 2).contains(tensor) || windowed && reader.inputs().get(1).equals(tensor);
    }

    /** Whether a tensor is stored where another one is made. */
    boolean isAlias(Tensor tensor) {
        return stored.containsKey(tensor) && !stored.get(tensor).name().equals(tensor.name());
    }

    /** Where a tensor is; null where it is computed. */
    Storage storage(Tensor tensor) {
        return stored.get(tensor);
    }

    /** A constant in C; null for anything else. */
    String literal(Tensor tensor) {
        return literals.get(tensor);
    }

    /** How an element is computed. */
    Formula formula(Tensor tensor) {
        Formula formula = formulas.get(tensor);
        if (formula == null) {
            throw new IllegalStateException(tensor.describe() + " has no formula");
        }
        return formula;
    }

    /** Says how a tensor is computed. */
    void define(Tensor tensor, Formula formula) {
        formulas.put(tensor, formula);
    }

    /** Stores a tensor that is not of the graph. @param formula null where a product makes it */
    Storage extra(Tensor tensor, Formula formula) {
        if (formula != null) {
            formulas.put(tensor, formula);
        }
        return store(tensor, Storage.Role.TEMPORARY, false);
    }

    /** A tensor of the graph that a product takes or gives. */
    Storage matrix(Tensor tensor) {
        Storage storage = stored.get(tensor);
        if (storage == null) {
            throw new IllegalStateException(tensor.describe() + " is not stored");
        }
        return storage;
    }

    /** A table of fixed indices, one for all who use the same. */
    Storage table(String name, int[] indices) {
        return tables.computeIfAbsent(Arrays.stream(indices).boxed().toList(), same -> {
            Storage storage = new Storage(name, Storage.Type.INT32, indices.length, Storage.Role.CONSTANT, true);
            constants.put(storage, indices);
            return storage;
        });
    }

    /** Has what is stored in one place stored over what is in another. */
    void overwrite(Storage next, Storage state) {
        overwritten.put(next, state);
    }

    /** Where something really is: see {@link #overwrite}. */
    Storage resolve(Storage storage) {
        return overwritten.getOrDefault(storage, storage);
    }

    /** Values of what is filled once. */
    Map<Storage, Object> constants() {
        return constants;
    }

    /** A FLOAT tensor that is not of the graph. */
    static Tensor tensor(String name, int... sizes) {
        return new Tensor(name, ElementType.FLOAT, Shape.of(sizes));
    }
}
