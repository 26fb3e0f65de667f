package io.edgedfa.engine.nd4j;

import io.edgedfa.graph.Node;
import io.edgedfa.graph.Shape;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/** Copies between places, in Java: ND4J's gather and pad make an array object for every slice. */
final class Indexing {
    private Indexing() {}

    static Step copy(Slot from, Slot to) {
        if (from.buffer() instanceof LongBuffer longs) {
            return () -> to.longs().put(0, longs, 0, longs.capacity());
        }
        return () -> to.floats().put(0, from.floats(), 0, from.elements());
    }

    static Step oneHot(List<Slot> in, Slot out) {
        LongBuffer labels = in.get(0).longs();
        FloatBuffer rows = out.floats();
        int depth = out.tensor().shape().size(1);
        return () -> {
            for (int i = 0; i < rows.capacity(); i++) {
                rows.put(i, labels.get(i / depth) == i % depth ? 1 : 0);
            }
        };
    }

    /** Copies row by row: a row is what lies along the last axis. */
    static Step pad(Node node, List<Slot> in, Slot out) {
        Shape from = in.get(0).tensor().shape();
        Shape to = out.tensor().shape();
        int last = from.rank() - 1;
        int[] starts = new int[in.get(0).elements() / from.size(last)];
        for (int row = 0; row < starts.length; row++) {
            int rest = row;
            int stride = to.size(last);
            starts[row] = Math.toIntExact(node.integers("pads").get(last));
            for (int axis = last - 1; axis >= 0; axis--) {
                starts[row] += (rest % from.size(axis) + Math.toIntExact(node.integers("pads").get(axis))) * stride;
                rest /= from.size(axis);
                stride *= to.size(axis);
            }
        }
        return () -> {
            out.fill(0, out.elements(), 0);
            for (int row = 0; row < starts.length; row++) {
                out.floats().put(starts[row], in.get(0).floats(), row * from.size(last), from.size(last));
            }
        };
    }

    static Step gather(Node node, List<Slot> in, Slot out) {
        Shape shape = in.get(0).tensor().shape();
        int axis = (int) node.integer("axis", 0);
        int[] indices = node.integers("indices").stream().mapToInt(Math::toIntExact).toArray();
        int size = shape.size(axis);
        int inner = Arrays.stream(shape.toLongs()).skip(axis + 1L).mapToInt(Math::toIntExact).reduce(1, (a, b) -> a * b);
        int outer = in.get(0).elements() / (size * inner);
        FloatBuffer x = in.get(0).floats();
        FloatBuffer y = out.floats();
        if (inner == 1) {
            return () -> {
                for (int block = 0; block < outer; block++) {
                    for (int i = 0; i < indices.length; i++) {
                        y.put(block * indices.length + i, x.get(block * size + indices[i]));
                    }
                }
            };
        }
        return () -> {
            for (int block = 0; block < outer; block++) {
                for (int i = 0; i < indices.length; i++) {
                    y.put((block * indices.length + i) * inner, x, (block * size + indices[i]) * inner, inner);
                }
            }
        };
    }

    static Step gatherElements(List<Slot> in, Slot out) {
        FloatBuffer x = in.get(0).floats();
        LongBuffer indices = in.get(1).longs();
        FloatBuffer y = out.floats();
        return () -> {
            for (int i = 0; i < y.capacity(); i++) {
                y.put(i, x.get(Math.toIntExact(indices.get(i))));
            }
        };
    }
}
