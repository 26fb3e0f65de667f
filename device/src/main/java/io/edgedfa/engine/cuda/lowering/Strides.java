package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Turns an index into one shape into an index into another, axis by axis. */
final class Strides {
    private Strides() {}

    /** Elements from one index of each axis to the next, row-major. */
    static int[] of(Shape shape) {
        int[] strides = new int[shape.rank()];
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.size(axis);
        }
        return strides;
    }

    static int[] sizes(Shape shape) {
        return IntStream.range(0, shape.rank()).map(shape::size).toArray();
    }

    /** Of a tensor that is broadcast to a shape: 0 along what it lacks. */
    static int[] broadcast(Shape from, Shape to) {
        int[] own = of(from);
        int[] strides = new int[to.rank()];
        for (int axis = 0; axis < from.rank(); axis++) {
            strides[to.rank() - from.rank() + axis] = from.size(axis) == 1 ? 0 : own[axis];
        }
        return strides;
    }

    /**
     * Writes {@code sum over axes of coordinate * stride}, the coordinates being those of {@code index} in {@code sizes}.
     *
     * @return the sum's name, or a literal
     */
    static String project(KernelText text, String index, int[] sizes, int[] strides) {
        List<int[]> axes = merged(sizes, strides);
        List<String> terms = new ArrayList<>();
        int below = axes.stream().mapToInt(axis -> axis[0]).reduce(1, (a, b) -> a * b);
        for (int i = 0; i < axes.size(); i++) {
            int size = axes.get(i)[0];
            int stride = axes.get(i)[1];
            below /= size;
            if (stride == 0) {
                continue;
            }
            String coordinate = below == 1 ? index : text.index(index + " / " + below + "u");
            if (i > 0) {
                coordinate = text.index(coordinate + " % " + size + "u");
            }
            terms.add(stride == 1 ? coordinate : coordinate + " * " + stride + "u");
        }
        return terms.isEmpty() ? "0u" : text.index(String.join(" + ", terms));
    }

    /** Neighbours that are walked as one axis become one; axes of size 1 vanish. */
    private static List<int[]> merged(int[] sizes, int[] strides) {
        List<int[]> axes = new ArrayList<>();
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] == 1) {
                continue;
            }
            int[] last = axes.isEmpty() ? null : axes.get(axes.size() - 1);
            if (last != null && last[1] == strides[axis] * sizes[axis]) {
                last[0] *= sizes[axis];
                last[1] = strides[axis];
            } else {
                axes.add(new int[] {sizes[axis], strides[axis]});
            }
        }
        return axes;
    }
}
