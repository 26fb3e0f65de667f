package io.edgedfa.engine.nd4j;

import io.edgedfa.graph.Node;
import io.edgedfa.graph.Window;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** Pooling and its way back, in Java: ND4J's pooling gives indices within a plane only, and none for uneven padding. */
final class Pooling {
    private Pooling() {}

    static Step max(Node node, List<Slot> in, Slot out) {
        WindowTable table = new WindowTable(Window.of(node), in.get(0).tensor().shape());
        FloatBuffer x = in.get(0).floats();
        FloatBuffer y = out.floats();
        return () -> {
            for (int i = 0; i < y.capacity(); i++) {
                y.put(i, x.get(largest(table, x, i)));
            }
        };
    }

    static Step maxIndices(Node node, List<Slot> in, Slot out) {
        WindowTable table = new WindowTable(Window.of(node), in.get(0).tensor().shape());
        FloatBuffer x = in.get(0).floats();
        LongBuffer y = out.longs();
        return () -> {
            for (int i = 0; i < y.capacity(); i++) {
                y.put(i, largest(table, x, i));
            }
        };
    }

    /** Where in {@code x} the first of the largest values under an output's window is; padding is below all. */
    private static int largest(WindowTable table, FloatBuffer x, int output) {
        int position = output % table.positions();
        int start = output / table.positions() * table.plane();
        int best = -1;
        for (int place = 0; place < table.places(); place++) {
            int pixel = table.pixel(place, position);
            if (pixel != WindowTable.PADDING && (best < 0 || x.get(start + pixel) > x.get(best))) {
                best = start + pixel;
            }
        }
        return best;
    }

    static Step unpool(List<Slot> in, Slot out) {
        FloatBuffer updates = in.get(0).floats();
        LongBuffer indices = in.get(1).longs();
        FloatBuffer y = out.floats();
        return () -> {
            out.fill(0, out.elements(), 0);
            for (int i = 0; i < updates.capacity(); i++) {
                int to = Math.toIntExact(indices.get(i));
                y.put(to, y.get(to) + updates.get(i));
            }
        };
    }

    /** Zeros of the padding count. */
    static Step average(Node node, List<Slot> in, Slot out) {
        WindowTable table = new WindowTable(Window.of(node), in.get(0).tensor().shape());
        FloatBuffer x = in.get(0).floats();
        FloatBuffer y = out.floats();
        return () -> {
            for (int i = 0; i < y.capacity(); i++) {
                int position = i % table.positions();
                int start = i / table.positions() * table.plane();
                float sum = 0;
                for (int place = 0; place < table.places(); place++) {
                    int pixel = table.pixel(place, position);
                    sum += pixel == WindowTable.PADDING ? 0 : x.get(start + pixel);
                }
                y.put(i, sum / table.places());
            }
        };
    }
}
