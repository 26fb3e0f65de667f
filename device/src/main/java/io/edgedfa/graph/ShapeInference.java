package io.edgedfa.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The output type and shape of a node from its inputs, or a refusal that names the tensors and their shapes. */
final class ShapeInference {
    private ShapeInference() {}

    record Inferred(ElementType type, Shape shape) {}

    /** @throws GraphException when the inputs do not fit the operator */
    static Inferred infer(Operator operator, List<Tensor> inputs, Node node) {
        return switch (operator) {
            case ADD, SUB, MUL, DIV, POW -> floats(node, broadcast(node, inputs.get(0), inputs.get(1)));
            case NEG, SQRT, TANH, SIGMOID, RELU, LEAKY_RELU, HARD_SWISH, SIGN, SIN, ACOS, CLIP, IDENTITY ->
                    floats(node, inputs.get(0).shape());
            case SOFTMAX, LOG_SOFTMAX -> floats(node, atLeastRank(node, inputs.get(0), 1));
            case GEMM -> floats(node, gemm(node));
            case MATMUL -> floats(node, matmul(node, inputs.get(0), inputs.get(1)));
            case CONV -> floats(node, WindowShapes.conv(node));
            case CONV_TRANSPOSE -> floats(node, WindowShapes.convTranspose(node));
            case MAX_POOL, AVERAGE_POOL -> floats(node, WindowShapes.pool(node));
            case MAX_POOL_INDICES -> new Inferred(ElementType.INT64, floats(node, WindowShapes.pool(node)).shape());
            case MAX_UNPOOL -> new Inferred(ElementType.FLOAT, WindowShapes.unpool(node));
            case BATCH_NORMALIZATION -> floats(node, batchNormalization(node));
            case PAD -> floats(node, pad(node, inputs.get(0)));
            case GATHER -> floats(node, gather(node, inputs.get(0)));
            case GATHER_ELEMENTS -> gatherElements(node, inputs.get(0), inputs.get(1));
            case TRANSPOSE -> floats(node, transpose(node, inputs.get(0)));
            case RESHAPE -> new Inferred(inputs.get(0).type(), reshape(node, inputs.get(0)));
            case REDUCE_SUM -> floats(node, reduce(node, inputs.get(0), node.integers("axes")));
            case ARG_MAX -> new Inferred(ElementType.INT64, reduce(node, inputs.get(0), List.of(node.integer("axis", 0))));
            case EQUAL -> new Inferred(ElementType.BOOL, broadcast(node, inputs.get(0), inputs.get(1)));
            case CAST -> new Inferred(ElementType.FLOAT, inputs.get(0).shape());
            case ONE_HOT -> oneHot(node, inputs.get(0));
            case FRAGMENT -> floats(node, fragment(node, inputs.get(0)));
        };
    }

    private static Inferred floats(Node node, Shape shape) {
        for (Tensor input : node.inputs()) {
            if (input.type() != ElementType.FLOAT) {
                throw refusal(node, "takes FLOAT, but " + input.describe() + " is " + input.type());
            }
        }
        return new Inferred(ElementType.FLOAT, shape);
    }

    private static Shape broadcast(Node node, Tensor a, Tensor b) {
        int rank = Math.max(a.shape().rank(), b.shape().rank());
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int m = i <= a.shape().rank() ? a.shape().size(-i) : 1;
            int n = i <= b.shape().rank() ? b.shape().size(-i) : 1;
            if (m != n && m != 1 && n != 1) {
                throw refusal(node, "cannot broadcast " + a.describe() + " with " + b.describe());
            }
            sizes[rank - i] = m == 1 ? n : m;
        }
        return Shape.of(sizes);
    }

    private static Shape gemm(Node node) {
        Tensor a = node.inputs().get(0);
        Tensor b = node.inputs().get(1);
        if (a.shape().rank() != 2 || b.shape().rank() != 2) {
            throw refusal(node, "takes matrices, got " + a.describe() + " and " + b.describe());
        }
        boolean transA = node.integer("transA", 0) == 1;
        boolean transB = node.integer("transB", 0) == 1;
        int inner = a.shape().size(transA ? 0 : 1);
        if (inner != b.shape().size(transB ? 1 : 0)) {
            throw refusal(node, "inner sizes differ: " + a.describe() + (transA ? " transposed" : "")
                    + " times " + b.describe() + (transB ? " transposed" : ""));
        }
        Shape product = Shape.of(a.shape().size(transA ? 1 : 0), b.shape().size(transB ? 0 : 1));
        if (node.inputs().size() == 3) {
            Tensor c = node.inputs().get(2);
            Tensor result = new Tensor("the product", ElementType.FLOAT, product);
            if (c.shape().rank() > 2 || !broadcast(node, c, result).equals(product)) {
                throw refusal(node, "cannot broadcast " + c.describe() + " to the product's shape " + product);
            }
        }
        return product;
    }

    private static Shape matmul(Node node, Tensor a, Tensor b) {
        int rank = a.shape().rank();
        boolean matrices = (rank == 2 || rank == 3) && b.shape().rank() == rank;
        if (!matrices || a.shape().size(-1) != b.shape().size(-2) || rank == 3 && a.shape().size(0) != b.shape().size(0)) {
            throw refusal(node, "inner sizes differ or not matrices: " + a.describe() + " times " + b.describe());
        }
        return rank == 2 ? Shape.of(a.shape().size(0), b.shape().size(1)) : Shape.of(a.shape().size(0), a.shape().size(1), b.shape().size(2));
    }

    private static Shape transpose(Node node, Tensor a) {
        List<Long> order = node.integers("perm");
        List<Long> axes = LongStream.range(0, a.shape().rank()).boxed().toList();
        if (!order.stream().sorted().toList().equals(axes)) {
            throw refusal(node, a.describe() + " has the axes " + axes + ", not " + order);
        }
        return Shape.of(order.stream().mapToInt(axis -> a.shape().size(axis.intValue())).toArray());
    }

    private static Shape batchNormalization(Node node) {
        Shape x = atLeastRank(node, node.inputs().get(0), 2);
        for (Tensor perChannel : node.inputs().subList(1, 5)) {
            if (!perChannel.shape().equals(Shape.of(x.size(1)))) {
                throw refusal(node, perChannel.describe() + " does not have the " + x.size(1) + " channels of "
                        + node.inputs().get(0).describe());
            }
        }
        return x;
    }

    private static Shape pad(Node node, Tensor a) {
        List<Long> pads = node.integers("pads");
        int rank = a.shape().rank();
        if (pads.size() != 2 * rank || pads.stream().anyMatch(pad -> pad < 0)) {
            throw refusal(node, a.describe() + " takes " + 2 * rank + " pads of at least 0, got " + pads);
        }
        int[] sizes = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            long added = pads.get(axis) + pads.get(axis + rank);
            if (added > 0 && a.shape().size(axis) == Shape.BATCH) {
                throw refusal(node, a.describe() + " cannot be padded along the batch");
            }
            sizes[axis] = Math.toIntExact(a.shape().size(axis) + added);
        }
        return Shape.of(sizes);
    }

    private static Shape gather(Node node, Tensor a) {
        long axis = node.integer("axis", 0);
        if (axis < 0 || axis >= a.shape().rank() || a.shape().size((int) axis) == Shape.BATCH) {
            throw refusal(node, a.describe() + " has no fixed axis " + axis);
        }
        int size = a.shape().size((int) axis);
        List<Long> indices = node.integers("indices");
        if (indices.isEmpty() || indices.stream().anyMatch(index -> index < 0 || index >= size)) {
            throw refusal(node, "takes at least one index, each 0 to " + (size - 1) + " along axis " + axis + " of " + a.describe());
        }
        int[] sizes = IntStream.range(0, a.shape().rank()).map(a.shape()::size).toArray();
        sizes[(int) axis] = indices.size();
        return Shape.of(sizes);
    }

    private static Inferred gatherElements(Node node, Tensor a, Tensor indices) {
        if (a.type() != ElementType.FLOAT || indices.type() != ElementType.INT64 || a.shape().rank() != 1
                || indices.shape().rank() != 1) {
            throw refusal(node, "takes a FLOAT vector and INT64 indices, got " + a.describe() + " of " + a.type() + " and "
                    + indices.describe() + " of " + indices.type());
        }
        return new Inferred(ElementType.FLOAT, indices.shape());
    }

    private static Shape reshape(Node node, Tensor a) {
        Shape target = Shape.of(node.integers("shape").stream().mapToInt(Math::toIntExact).toArray());
        if (fixedElements(a.shape()) != fixedElements(target) || a.shape().isStatic() != target.isStatic()) {
            throw refusal(node, a.describe() + " does not have the elements of " + target);
        }
        return target;
    }

    private static long fixedElements(Shape shape) {
        long product = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            product *= Math.abs(shape.size(axis));
        }
        return product;
    }

    private static Shape reduce(Node node, Tensor a, List<Long> axes) {
        boolean keep = node.integer("keepdims", 1) == 1;
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < a.shape().rank(); axis++) {
            if (!axes.contains((long) axis)) {
                sizes.add(a.shape().size(axis));
            } else if (keep) {
                sizes.add(1);
            }
        }
        for (long axis : axes) {
            if (axis < 0 || axis >= a.shape().rank()) {
                throw refusal(node, a.describe() + " has no axis " + axis);
            }
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Inferred oneHot(Node node, Tensor labels) {
        if (labels.type() != ElementType.INT64 || labels.shape().rank() != 1) {
            throw refusal(node, "takes an INT64 vector, got " + labels.describe() + " of " + labels.type());
        }
        return new Inferred(ElementType.FLOAT,
                Shape.of(labels.shape().size(0), Math.toIntExact(node.integer("depth", 0))));
    }

    private static Shape fragment(Node node, Tensor x) {
        Fragment fragment = node.fragment();
        if (!x.shape().equals(fragment.input().ofBatch(x.shape().rank() == 0 ? 1 : x.shape().size(0)))) {
            throw refusal(node, "takes samples of shape " + fragment.input() + ", got " + x.describe());
        }
        return fragment.output().ofBatch(x.shape().size(0));
    }

    private static Shape atLeastRank(Node node, Tensor a, int rank) {
        if (a.shape().rank() < rank) {
            throw refusal(node, "takes at least rank " + rank + ", got " + a.describe());
        }
        return a.shape();
    }

    static GraphException refusal(Node node, String why) {
        return new GraphException(node.operator().onnxName() + " " + node.name() + ": " + why);
    }
}
