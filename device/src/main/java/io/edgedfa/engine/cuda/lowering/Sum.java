package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.graph.Node;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sum over some axes of a tensor.
 *
 * @param kept    sizes of the axes that stay, with their strides in {@code x}
 * @param reduced sizes of the axes that are summed over, with their strides
 */
record Sum(Tensor x, int[][] kept, int[][] reduced) {

    static Sum of(Node node) {
        Tensor x = node.inputs().get(0);
        List<Long> axes = node.integers("axes");
        return new Sum(x, axes(x.shape(), axes, false), axes(x.shape(), axes, true));
    }

    private static int[][] axes(Shape shape, List<Long> reduced, boolean wanted) {
        int[] strides = Strides.of(shape);
        int[] chosen = IntStream.range(0, shape.rank()).filter(axis -> reduced.contains((long) axis) == wanted).toArray();
        return new int[][] {IntStream.of(chosen).map(shape::size).toArray(), IntStream.of(chosen).map(axis -> strides[axis]).toArray()};
    }

    /** Terms of each sum. */
    int length() {
        return IntStream.of(reduced[0]).reduce(1, (a, b) -> a * b);
    }

    /** Whether neighbouring sums read neighbouring elements. */
    boolean keepsTheLastAxis() {
        return kept[1].length > 0 && kept[1][kept[1].length - 1] == 1;
    }

    /** Term {@code k} of sum {@code index}. */
    String term(Reading in, String index, String k) {
        KernelText text = in.text();
        String from = Strides.project(text, index, kept[0], kept[1]);
        String to = Strides.project(text, k, reduced[0], reduced[1]);
        return in.value(x, text.index(from.equals("0u") ? to : to.equals("0u") ? from : from + " + " + to));
    }
}
