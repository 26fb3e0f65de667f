package io.edgedfa.engine;

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
    private static final List<Window> WINDOWS = List.of(PLAIN, PADDED, STRIDED, UNEVEN, Window.square(1, 1, 0));

    private OperatorCases() {}

    /** Builds one case; the switch does not compile when an operator has none. */
    static List<Function<RandomInputs, Tensor>> of(Operator operator) {
        return switch (operator) {
            case ADD -> binary((in, ab) -> in.graph().add(ab[0], ab[1]));
            case SUB -> binary((in, ab) -> in.graph().sub(ab[0], ab[1]));
            case MUL -> binary((in, ab) -> in.graph().mul(ab[0], ab[1]));
            case DIV -> binary((in, ab) -> in.graph().div(ab[0], in.graph().add(in.graph().mul(ab[1], ab[1]), in.graph().scalar(1))));
            case POW -> binary((in, ab) -> in.graph().pow(in.graph().add(in.graph().mul(ab[0], ab[0]), in.graph().scalar(0.5)), ab[1]));
            case NEG -> unary((in, x) -> in.graph().neg(x));
            case SQRT -> unary((in, x) -> in.graph().sqrt(in.graph().mul(x, x)));
            case TANH -> unary((in, x) -> in.graph().tanh(x));
            case SIGMOID -> unary((in, x) -> in.graph().sigmoid(x));
            case RELU -> unary((in, x) -> in.graph().relu(x));
            case LEAKY_RELU -> unary((in, x) -> in.graph().leakyRelu(x, 0.2f));
            case SIGN -> unary((in, x) -> in.graph().sign(x));
            case SIN -> unary((in, x) -> in.graph().sin(x));
            case ACOS -> unary((in, x) -> in.graph().acos(in.graph().clip(x, -1, 1)));
            case CLIP -> unary((in, x) -> in.graph().clip(x, -0.5f, 1.25f));
            case IDENTITY -> unary((in, x) -> in.graph().identity(x));
            case SOFTMAX -> unary((in, x) -> in.graph().softmax(x));
            case LOG_SOFTMAX -> unary((in, x) -> in.graph().logSoftmax(x));
            case GEMM -> gemm();
            case MATMUL -> products((in, m) -> in.graph().matmul(in.floats(m[0], m[1]), in.floats(m[1], m[2])));
            case CONV -> conv();
            case CONV_TRANSPOSE -> convTranspose();
            case MAX_POOL -> pool((in, window) -> in.graph().maxPool(in.floats(3, 5, 11, 13), window));
            case MAX_POOL_INDICES -> pool((in, window) -> in.graph().maxPoolIndices(in.floats(3, 5, 11, 13), window));
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
            // Signs make ties.
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
        };
    }

    private static List<Function<RandomInputs, Tensor>> binary(BiFunction<RandomInputs, Tensor[], Tensor> build) {
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
                .<Function<RandomInputs, Tensor>>map(shapes -> in ->
                        build.apply(in, new Tensor[] {in.floats(shapes[0]), in.floats(shapes[1])}))
                .toList();
    }

    private static List<Function<RandomInputs, Tensor>> unary(BiFunction<RandomInputs, Tensor, Tensor> build) {
        return Stream.of(new int[] {1021}, new int[] {17, 31}, new int[] {3, 5, 7, 2}, new int[] {1}, new int[] {13, 1})
                .<Function<RandomInputs, Tensor>>map(shape -> in -> build.apply(in, in.floats(shape)))
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
        return pool((in, window) -> in.graph().conv(
                in.floats(3, 5, 11, 13), in.floats(7, 5, window.height(), window.width()), in.floats(7), window),
                (in, window) -> in.graph().conv(
                        in.floats(1, 1, 11, 13), in.floats(1, 1, window.height(), window.width()), null, window));
    }

    private static List<Function<RandomInputs, Tensor>> convTranspose() {
        return pool((in, window) -> in.graph().convTranspose(in.floats(3, 7, 5, 11),
                        in.floats(7, 5, window.height(), window.width()), in.floats(5), window, 0, window.strideWidth() - 1),
                (in, window) -> in.graph().convTranspose(in.floats(1, 1, 5, 11),
                        in.floats(1, 1, window.height(), window.width()), null, window, window.strideHeight() - 1, 0));
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
