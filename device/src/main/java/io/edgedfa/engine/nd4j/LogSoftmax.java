package io.edgedfa.engine.nd4j;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * The logarithm of the softmax along the last axis. ND4J's own takes the logarithm of a softmax that single precision has
 * rounded to 0 where one value is far below another; here the largest value of a row is taken off before anything is raised.
 */
final class LogSoftmax {
    private LogSoftmax() {}

    static Step step(List<Slot> in, Slot out) {
        int length = out.tensor().shape().size(-1);
        FloatBuffer x = in.get(0).floats();
        FloatBuffer y = out.floats();
        return () -> {
            for (int start = 0; start < y.capacity(); start += length) {
                row(x, y, start, length);
            }
        };
    }

    private static void row(FloatBuffer x, FloatBuffer y, int start, int length) {
        float largest = x.get(start);
        for (int i = start + 1; i < start + length; i++) {
            largest = Math.max(largest, x.get(i));
        }
        double sum = 0;
        for (int i = start; i < start + length; i++) {
            sum += Math.exp(x.get(i) - largest);
        }
        double logarithm = Math.log(sum);
        for (int i = start; i < start + length; i++) {
            y.put(i, (float) (x.get(i) - largest - logarithm));
        }
    }
}
