package io.edgedfa.network.weight;

/**
 * A matrix to be drawn, and the fans that set its scale.
 *
 * @param rows    of the matrix
 * @param columns of the matrix
 * @param in      values that meet in one output
 * @param out     outputs that one value reaches
 */
public record Fans(int rows, int columns, int in, int out) {

    /** A matrix {@code [inputs, outputs]}. */
    public static Fans of(int inputs, int outputs) {
        return new Fans(inputs, outputs, inputs, outputs);
    }

    /** The same fans for the transposed matrix. */
    public Fans transposed() {
        return new Fans(columns, rows, in, out);
    }

    /** Transposes {@code [rows, columns]}. */
    public float[] transpose(float[] matrix) {
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = matrix[i * columns + j];
            }
        }
        return transposed;
    }
}
