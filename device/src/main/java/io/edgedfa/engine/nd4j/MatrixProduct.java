package io.edgedfa.engine.nd4j;

import io.edgedfa.graph.Node;
import io.edgedfa.graph.Shape;
import java.nio.FloatBuffer;
import java.util.List;

/** Products of matrices: ND4J hands them to OpenBLAS, which adds to what the output holds already. */
final class MatrixProduct {
    private MatrixProduct() {}

    static Step matmul(Node node, List<Slot> in, Slot out) {
        return product(in, out, false, false, 1, 0);
    }

    static Step gemm(Node node, List<Slot> in, Slot out) {
        boolean transA = node.integer("transA", 0) == 1;
        boolean transB = node.integer("transB", 0) == 1;
        float alpha = (Float) node.attributes().getOrDefault("alpha", 1f);
        float beta = (Float) node.attributes().getOrDefault("beta", 1f);
        if (in.size() == 2) {
            return product(in, out, transA, transB, alpha, 0);
        }
        Step product = product(in, out, transA, transB, alpha, beta);
        Slot added = in.get(2);
        return added.buffer() == out.buffer() ? product : Step.sequence(broadcast(added, out), product);
    }

    private static Step product(List<Slot> in, Slot out, boolean transA, boolean transB, float alpha, float beta) {
        return new NativeStep("matmul", out.array(), in.get(0).array(), in.get(1).array())
                .reals(alpha, beta)
                .integers(transA ? 1 : 0, transB ? 1 : 0, 0);
    }

    /** Writes {@code from} into every row and column of the matrix {@code to} that it is broadcast to. */
    private static Step broadcast(Slot from, Slot to) {
        Shape shape = from.tensor().shape();
        int rows = to.tensor().shape().size(0);
        int columns = to.tensor().shape().size(1);
        int rowStep = shape.rank() == 2 && shape.size(0) > 1 ? shape.size(1) : 0;
        boolean wholeRows = shape.rank() > 0 && shape.size(-1) == columns;
        FloatBuffer source = from.floats();
        FloatBuffer target = to.floats();
        return () -> {
            for (int row = 0; row < rows; row++) {
                if (wholeRows) {
                    target.put(row * columns, source, row * rowStep, columns);
                } else {
                    float value = source.get(row * rowStep);
                    for (int column = 0; column < columns; column++) {
                        target.put(row * columns + column, value);
                    }
                }
            }
        };
    }
}
