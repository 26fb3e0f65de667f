package io.edgedfa.engine;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** For each operator small graphs that end in it, on odd, prime and single sizes. */
final class OperatorCases {
    private static final Window PLAIN = Window.square(3, 1, 0);
    private static final Window PADDED = Window.square(5, 1, 2);
    private static final Window STRIDED = Window.square(2, 2, 0);
    private static final Window UNEVEN = new Window(3, 2, 2, 3, 2, 0, 1, 1);
    private static final Window DILATED = new Window(3, 2, 2, 1, 2, 0, 1, 2, 2, 3);
    private static final List<Window> WINDOWS = List.of(PLAIN, PADDED, STRIDED, UNEVEN, Window.square(1, 1, 0));

    private OperatorCases() {}

    /** Builds one case; the switch does not compile when an operator has none. */
    static List<Function<RandomInputs, Tensor>> of(Operator operator) {
        return switch (operator) {
            case ADD, SUB, MUL, DIV, POW -> binary(operator);
            case NEG, SQRT, TANH, SIGMOID, RELU, LEAKY_RELU, HARD_SWISH, SIGN, SIN, ACOS, CLIP, IDENTITY -> unary(operator);
            case SOFTMAX -> single(-2, 2, (in, x) -> in.graph().softmax(x));
            case LOG_SOFTMAX -> single(-2, 2, (in, x) -> in.graph().logSoftmax(x));
            case GEMM -> gemm();
            case MATMUL -> Stream.of(products((in, m) -> in.graph().matmul(in.floats(m[0], m[1]), in.floats(m[1], m[2]))),
                    products((in, m) -> in.graph().matmul(in.floats(5, m[0], m[1]), in.floats(5, m[1], m[2])))).flatMap(List::stream).toList();
            case CONV -> conv();
            case CONV_TRANSPOSE -> convTranspose();
            case MAX_POOL -> pool((in, window) -> in.graph().maxPool(in.floats(3, 5, 11, 13), window));
            // Signs make ties.
            case MAX_POOL_INDICES -> pool((in, window) -> in.graph().maxPoolIndices(in.floats(3, 5, 11, 13), window),
                    (in, window) -> in.graph().maxPoolIndices(in.graph().sign(in.floats(3, 5, 11, 13)), window));
            case MAX_UNPOOL -> pool(OperatorCases::unpool);
            case AVERAGE_POOL -> pool((in, window) -> in.graph().averagePool(in.floats(3, 5, 11, 13), window));
            case BATCH_NORMALIZATION -> List.of(in -> normalize(in, 7, 5), in -> normalize(in, 3, 5, 11, 13), in -> normalize(in, 1, 1));
            case TRANSPOSE -> List.of(
                    in -> in.graph().transpose(in.floats(17, 31)),
                    in -> in.graph().transpose(in.floats(3, 5, 7, 2), 1, 0, 2, 3),
                    in -> in.graph().transpose(in.floats(3, 5, 7, 2), 3, 1, 0, 2),
                    in -> in.graph().transpose(in.floats(1, 13), 1, 0));
            case PAD -> List.of(
                    in -> in.graph().pad(in.floats(7), 2, 3),
                    in -> in.graph().pad(in.floats(3, 5, 7, 2), 0, 0, 2, 1, 0, 0, 1, 3),
                    in -> in.graph().pad(in.floats(5, 3), 1, 0, 0, 2));
            case GATHER -> List.of(
                    in -> in.graph().gather(in.floats(13), 0, 5, 5, 0, 12),
                    in -> in.graph().gather(in.floats(3, 7), 1, 6, 0, 3, 3, 1),
                    in -> in.graph().gather(in.floats(5, 3, 2), 0, 4, 0),
                    in -> in.graph().gather(in.floats(5, 7, 3), 1, 2, 6, 2));
            case GATHER_ELEMENTS -> List.of(
                    in -> in.graph().gatherElements(in.floats(31), in.longs(31, 17)),
                    in -> in.graph().gatherElements(in.floats(1), in.longs(1, 3)));
            case RESHAPE -> List.of(
                    in -> in.graph().reshape(in.floats(6, 35), Shape.of(5, 14, 3)),
                    in -> in.graph().reshape(in.longs(9, 6, 5), Shape.of(30)),
                    in -> in.graph().reshape(in.floats(1), Shape.SCALAR));
            case REDUCE_SUM -> List.of(
                    in -> in.graph().reduceSum(in.floats(17, 31), 0),
                    in -> in.graph().reduceSum(in.floats(17, 31), 1),
                    in -> in.graph().reduceSum(in.floats(3, 5, 11, 13), 0, 2, 3),
                    in -> in.graph().reduceSum(in.floats(3, 5, 11, 13), 1, 3),
                    in -> in.graph().sumAll(in.floats(3, 5, 7)),
                    in -> in.graph().sumAll(in.floats()));
            case ARG_MAX -> List.of(
                    in -> in.graph().argMax(in.floats(17, 31), 1),
                    in -> in.graph().argMax(in.floats(17, 31), 0),
                    in -> in.graph().argMax(in.graph().sign(in.floats(17, 31)), 1),
                    in -> in.graph().argMax(in.floats(3, 5, 7), 1));
            case EQUAL -> List.of(
                    in -> in.graph().toFloat(in.graph().equal(in.longs(3, 17, 5), in.longs(3, 17, 5))),
                    in -> in.graph().toFloat(in.graph().equal(in.longs(3, 17, 5), in.longs(3, 5))),
                    in -> in.graph().toFloat(in.graph().equal(in.graph().sign(in.floats(31)), in.graph().scalar(1))));
            case CAST -> List.of(in -> in.graph().toFloat(in.graph().equal(in.longs(2, 31), in.longs(2, 31))));
            case ONE_HOT -> List.of(in -> in.graph().oneHot(in.longs(7, 13), 7), in -> in.graph().oneHot(in.longs(1, 1), 1));
            // Foreign nodes are no engine's duty; FrozenBodyFileTest holds what the one that runs them makes of them.
            case FRAGMENT -> List.of();
        };
    }

    /** An element-wise operator on {@code a} and, where it takes two inputs, {@code b}. */
    static Tensor elementWise(Operator operator, GraphBuilder graph, Tensor a, Tensor b) {
        return switch (operator) {
            case ADD -> graph.add(a, b);
            case SUB -> graph.sub(a, b);
            case MUL -> graph.mul(a, b);
            case DIV -> graph.div(a, b);
            case POW -> graph.pow(a, b);
            case NEG -> graph.neg(a);
            case SQRT -> graph.sqrt(a);
            case TANH -> graph.tanh(a);
            case SIGMOID -> graph.sigmoid(a);
            case RELU -> graph.relu(a);
            case LEAKY_RELU -> graph.leakyRelu(a, 0.2f);
            case HARD_SWISH -> graph.hardSwish(a);
            case SIGN -> graph.sign(a);
            case SIN -> graph.sin(a);
            case ACOS -> graph.acos(a);
            case CLIP -> graph.clip(a, -0.5f, 0.75f);
            case IDENTITY -> graph.identity(a);
            default -> throw new IllegalArgumentException(operator + " is not element-wise");
        };
    }

    /** Values that an element-wise operator is defined on: from the first to the second. */
    private static double[] domain(Operator operator) {
        return switch (operator) {
            case DIV, POW, SQRT -> new double[] {0.1, 2};
            case ACOS -> new double[] {-1, 1};
            case HARD_SWISH -> new double[] {-5, 5};
            default -> new double[] {-2, 2};
        };
    }

    private static List<Function<RandomInputs, Tensor>> binary(Operator operator) {
        double[] domain = domain(operator);
        return Stream.of(
                        new int[][] {{17, 31}, {17, 31}},
                        new int[][] {{17, 31}, {31}},
                        new int[][] {{31}, {17, 31}},
                        new int[][] {{17, 31}, {17, 1}},
                        new int[][] {{17, 1}, {1, 31}},
                        new int[][] {{17, 31}, {}},
                        new int[][] {{}, {17, 31}},
                        new int[][] {{}, {}},
                        new int[][] {{1}, {}},
                        new int[][] {{3, 5, 7, 2}, {5, 1, 1}},
                        new int[][] {{1021}, {1021}})
                .<Function<RandomInputs, Tensor>>map(shapes -> in -> elementWise(operator, in.graph(),
                        in.within(domain[0], domain[1], shapes[0]), in.within(domain[0], domain[1], shapes[1])))
                .toList();
    }

    private static List<Function<RandomInputs, Tensor>> unary(Operator operator) {
        double[] domain = domain(operator);
        return single(domain[0], domain[1], (in, x) -> elementWise(operator, in.graph(), x, null));
    }

    private static List<Function<RandomInputs, Tensor>> single(
            double least, double most, BiFunction<RandomInputs, Tensor, Tensor> build) {
        return Stream.of(new int[] {1021}, new int[] {17, 31}, new int[] {3, 5, 7, 2}, new int[] {1}, new int[] {13, 1})
                .<Function<RandomInputs, Tensor>>map(shape -> in -> build.apply(in, in.within(least, most, shape)))
                .toList();
    }

    private static List<Function<RandomInputs, Tensor>> products(BiFunction<RandomInputs, int[], Tensor> build) {
        return Stream.of(new int[] {17, 31, 13}, new int[] {1, 31, 13}, new int[] {17, 31, 1}, new int[] {17, 1, 13},
                        new int[] {1, 1, 1}, new int[] {64, 101, 37})
                .<Function<RandomInputs, Tensor>>map(sizes -> in -> build.apply(in, sizes))
                .toList();
    }

    private static List<Function<RandomInputs, Tensor>> gemm() {
        return Stream.of(
                        products((in, m) -> in.graph().gemmTransA(in.floats(m[1], m[0]), in.floats(m[1], m[2]))),
                        products((in, m) -> in.graph().gemmTransB(in.floats(m[0], m[1]), in.floats(m[2], m[1]))),
                        products((in, m) -> in.graph().gemm(in.floats(m[0], m[1]), in.floats(m[1], m[2]), in.floats(m[2]))),
                        products((in, m) -> in.graph().gemm(in.floats(m[0], m[1]), in.floats(m[1], m[2]), in.floats(1, m[2]))),
                        products((in, m) -> in.graph().gemm(in.floats(m[0], m[1]), in.floats(m[1], m[2]), in.floats(m[0], 1))),
                        products((in, m) -> in.graph().gemm(in.floats(m[0], m[1]), in.floats(m[1], m[2]), in.floats())),
                        products((in, m) -> in.graph().gemmTransA(
                                in.floats(m[1], m[0]), in.floats(m[1], m[2]), -0.75f, in.floats(m[0], m[2]), 0.5f)))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Function<RandomInputs, Tensor>> conv() {
        return windowed((in, window) -> in.graph().conv(
                        in.floats(3, 5, 11, 13), in.floats(7, 5, window.height(), window.width()), in.floats(7), window),
                (in, window) -> in.graph().conv(
                        in.floats(1, 1, 11, 13), in.floats(1, 1, window.height(), window.width()), null, window),
                (in, window) -> in.graph().conv(
                        in.floats(3, 6, 11, 13), in.floats(4, 3, window.height(), window.width()), in.floats(4), window, 2),
                (in, window) -> in.graph().conv(
                        in.floats(2, 5, 11, 13), in.floats(10, 1, window.height(), window.width()), null, window, 5));
    }

    private static List<Function<RandomInputs, Tensor>> convTranspose() {
        return windowed((in, window) -> in.graph().convTranspose(in.floats(3, 7, 5, 11),
                        in.floats(7, 5, window.height(), window.width()), in.floats(5), window, 0, window.strideWidth() - 1),
                (in, window) -> in.graph().convTranspose(in.floats(1, 1, 5, 11),
                        in.floats(1, 1, window.height(), window.width()), null, window, window.strideHeight() - 1, 0),
                (in, window) -> in.graph().convTranspose(in.floats(2, 6, 5, 11),
                        in.floats(6, 2, window.height(), window.width()), in.floats(6), window, 3, 0, 0));
    }

    /** With dilations, too, which pooling has not. */
    @SafeVarargs
    private static List<Function<RandomInputs, Tensor>> windowed(BiFunction<RandomInputs, Window, Tensor>... builds) {
        return Stream.concat(pool(builds).stream(),
                Stream.of(builds).<Function<RandomInputs, Tensor>>map(build -> in -> build.apply(in, DILATED))).toList();
    }

    @SafeVarargs
    private static List<Function<RandomInputs, Tensor>> pool(BiFunction<RandomInputs, Window, Tensor>... builds) {
        return Stream.of(builds)
                .flatMap(build -> WINDOWS.stream().<Function<RandomInputs, Tensor>>map(window -> in -> build.apply(in, window)))
                .toList();
    }

    private static Tensor unpool(RandomInputs in, Window window) {
        Tensor x = in.floats(3, 5, 11, 13);
        return in.graph().maxUnpool(in.graph().maxPool(x, window), in.graph().maxPoolIndices(x, window), x.shape(), window);
    }

    private static Tensor normalize(RandomInputs in, int... shape) {
        Tensor deviation = in.floats(shape[1]);
        return in.graph().batchNormalization(in.floats(shape), in.floats(shape[1]), in.floats(shape[1]), in.floats(shape[1]),
                in.graph().mul(deviation, deviation), 1e-3f);
    }
}
