package io.edgedfa.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** One method per operator; each returns the new tensor with its inferred shape. */
public abstract sealed class OperatorCalls permits GraphBuilder {
    OperatorCalls() {}

    /** Adds a node. @throws GraphException when the inputs do not fit the operator */
    abstract Tensor node(Operator operator, List<Tensor> inputs, Map<String, Object> attributes);

    /** A fixed single value. */
    public abstract Tensor scalar(double value);

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

    /** {@code a} where positive, {@code slope * a} elsewhere. */
    public Tensor leakyRelu(Tensor a, float slope) {
        return node(Operator.LEAKY_RELU, List.of(a), Map.of("alpha", slope));
    }

    public Tensor sin(Tensor a) {
        return node(Operator.SIN, List.of(a), Map.of());
    }

    /** In radians, 0 to pi. */
    public Tensor acos(Tensor a) {
        return node(Operator.ACOS, List.of(a), Map.of());
    }

    /** The nearest value from {@code min} to {@code max}. */
    public Tensor clip(Tensor a, float min, float max) {
        return node(Operator.CLIP, List.of(a), Map.of("min", min, "max", max));
    }

    /** {@code a} times {@code a / 6 + 1/2} kept from 0 to 1. */
    public Tensor hardSwish(Tensor a) {
        return node(Operator.HARD_SWISH, List.of(a), Map.of());
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

    /** {@code a b}, with {@code a [m, k]} and {@code b [k, n]}, or {@code [count, m, k]} and {@code [count, k, n]}: as many products. */
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
        return transpose(a, 1, 0);
    }

    /** Axes in another order: axis i of the result is axis {@code order[i]} of {@code a}. */
    public Tensor transpose(Tensor a, int... order) {
        return node(Operator.TRANSPOSE, List.of(a), Map.of("perm", longs(order)));
    }

    public Tensor reshape(Tensor a, Shape shape) {
        return node(Operator.RESHAPE, List.of(a), Map.of("shape", longs(shape)));
    }

    /** Sum over axes, which disappear. */
    public Tensor reduceSum(Tensor a, int... axes) {
        return node(Operator.REDUCE_SUM, List.of(a), Map.of("axes", longs(axes), "keepdims", 0L));
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

    /**
     * Cross-correlation.
     *
     * @param x      {@code [batch, inChannels, height, width]}
     * @param weight {@code [outChannels, inChannels / groups, window height, window width]}
     * @param bias   {@code [outChannels]}, or null for none
     * @param groups of channels that do not see each other
     * @return {@code [batch, outChannels, rows, columns]}
     */
    public Tensor conv(Tensor x, Tensor weight, Tensor bias, Window window, int groups) {
        return node(Operator.CONV, bias == null ? List.of(x, weight) : List.of(x, weight, bias), grouped(window, groups));
    }

    /** The same of one group. */
    public Tensor conv(Tensor x, Tensor weight, Tensor bias, Window window) {
        return conv(x, weight, bias, window, 1);
    }

    private static Map<String, Object> grouped(Window window, int groups) {
        Map<String, Object> attributes = window.attributes();
        if (groups != 1) {
            attributes.put("group", (long) groups);
        }
        return attributes;
    }

    /**
     * The transpose of {@link #conv} without bias, as a linear map.
     *
     * @param x           {@code [batch, inChannels, rows, columns]}
     * @param weight      {@code [inChannels, outChannels / groups, window height, window width]}
     * @param bias        {@code [outChannels]}, or null for none
     * @param groups      of channels that do not see each other
     * @param extraHeight rows of the result that no window reaches, below the stride
     * @param extraWidth  columns of the result that no window reaches, below the stride
     * @return {@code [batch, outChannels, height, width]}
     */
    public Tensor convTranspose(Tensor x, Tensor weight, Tensor bias, Window window, int groups, int extraHeight, int extraWidth) {
        Map<String, Object> attributes = grouped(window, groups);
        attributes.put("output_padding", List.of((long) extraHeight, (long) extraWidth));
        return node(Operator.CONV_TRANSPOSE, bias == null ? List.of(x, weight) : List.of(x, weight, bias), attributes);
    }

    /** The same of one group. */
    public Tensor convTranspose(Tensor x, Tensor weight, Tensor bias, Window window, int extraHeight, int extraWidth) {
        return convTranspose(x, weight, bias, window, 1, extraHeight, extraWidth);
    }

    /** Largest value under each window, {@code [batch, channels, rows, columns]}. */
    public Tensor maxPool(Tensor x, Window window) {
        return node(Operator.MAX_POOL, List.of(x), window.attributes());
    }

    /** Where in the whole of {@code x} {@link #maxPool} found its values: flat indices, INT64. */
    public Tensor maxPoolIndices(Tensor x, Window window) {
        return node(Operator.MAX_POOL_INDICES, List.of(x), window.attributes());
    }

    /** Adds each update at its index into zeros of a shape. @param indices made by {@link #maxPoolIndices} with {@code window} */
    public Tensor maxUnpool(Tensor updates, Tensor indices, Shape shape, Window window) {
        Map<String, Object> attributes = window.attributes();
        attributes.put("shape", longs(shape));
        return node(Operator.MAX_UNPOOL, List.of(updates, indices), attributes);
    }

    /** Mean under each window, zeros of the padding counted, {@code [batch, channels, rows, columns]}. */
    public Tensor averagePool(Tensor x, Window window) {
        Map<String, Object> attributes = window.attributes();
        attributes.put("count_include_pad", 1L);
        return node(Operator.AVERAGE_POOL, List.of(x), attributes);
    }

    /** {@code (x - mean) / sqrt(variance + epsilon) * scale + bias} along axis 1; all four {@code [channels]}. */
    public Tensor batchNormalization(Tensor x, Tensor scale, Tensor bias, Tensor mean, Tensor variance, float epsilon) {
        return node(Operator.BATCH_NORMALIZATION, List.of(x, scale, bias, mean, variance), Map.of("epsilon", epsilon));
    }

    /** Zeros around a tensor. @param pads zeros before each axis, then after each axis */
    public Tensor pad(Tensor a, int... pads) {
        return node(Operator.PAD, List.of(a), Map.of("pads", longs(pads)));
    }

    /** The slices at some places of an axis, in the order given. */
    public Tensor gather(Tensor a, int axis, int... indices) {
        return node(Operator.GATHER, List.of(a), Map.of("axis", (long) axis, "indices", longs(indices)));
    }

    /** Elements of the vector {@code a} at the INT64 {@code indices}, in their order. */
    public Tensor gatherElements(Tensor a, Tensor indices) {
        return node(Operator.GATHER_ELEMENTS, List.of(a, indices), Map.of("axis", 0L));
    }

    /**
     * A frozen body.
     *
     * @param x {@code [batch, ...]}, samples as the fragment takes them
     * @return {@code [batch, ...]}, samples as it gives them
     */
    public Tensor fragment(Tensor x, Fragment fragment) {
        return node(Operator.FRAGMENT, List.of(x), Map.of("fragment", fragment));
    }

    private static List<Long> longs(int... values) {
        return Arrays.stream(values).asLongStream().boxed().toList();
    }

    private static List<Long> longs(Shape shape) {
        return Arrays.stream(shape.toLongs()).boxed().toList();
    }
}
