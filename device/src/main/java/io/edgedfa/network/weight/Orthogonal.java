package io.edgedfa.network.weight;

import java.util.random.RandomGenerator;

/**
 * Random matrices with orthonormal rows or columns: normal vectors, made orthonormal one after the other by the modified
 * Gram-Schmidt process. It loses orthogonality by the rounding times the condition number (Björck 1967), which for random
 * normal matrices is far from what single precision shows.
 */
final class Orthogonal {
    private Orthogonal() {}

    static float[] draw(Fans fans, double gain, RandomGenerator random) {
        boolean wide = fans.columns() >= fans.rows();
        int count = Math.min(fans.rows(), fans.columns());
        int length = Math.max(fans.rows(), fans.columns());
        double[][] vectors = new double[count][length];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < length; j++) {
                vectors[i][j] = random.nextGaussian();
            }
            clear(vectors, i);
            scale(vectors[i], 1 / Math.sqrt(dot(vectors[i], vectors[i])));
        }
        float[] values = new float[count * length];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < length; j++) {
                values[wide ? i * length + j : j * count + i] = (float) (gain * vectors[i][j]);
            }
        }
        return values;
    }

    /** Takes the parts along the earlier vectors out of one. */
    private static void clear(double[][] vectors, int index) {
        double[] vector = vectors[index];
        for (int k = 0; k < index; k++) {
            double part = dot(vector, vectors[k]);
            for (int j = 0; j < vector.length; j++) {
                vector[j] -= part * vectors[k][j];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int j = 0;
        for (; j + 3 < a.length; j += 4) {
            sum0 += a[j] * b[j];
            sum1 += a[j + 1] * b[j + 1];
            sum2 += a[j + 2] * b[j + 2];
            sum3 += a[j + 3] * b[j + 3];
        }
        for (; j < a.length; j++) {
            sum0 += a[j] * b[j];
        }
        return sum0 + sum1 + sum2 + sum3;
    }

    private static void scale(double[] a, double factor) {
        for (int j = 0; j < a.length; j++) {
            a[j] *= factor;
        }
    }
}
