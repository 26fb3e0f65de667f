package io.edgedfa.engine.nd4j;

import io.edgedfa.graph.Node;
import io.edgedfa.graph.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products of matrices: ND4J hands them to OpenBLAS, which adds to what the output holds already. */
final class MatrixProduct {
    private MatrixProduct() {}

    static Step matmul(List<Slot> in, Slot out) {
        Shape a = in.get(0).tensor().shape();
        if (a.rank() == 2) {
            return product(in, out, false, false, 1, 0);
        }
        int columns = out.tensor().shape().size(2);
        Step[] products = new Step[a.size(0)];
        for (int i = 0; i < products.length; i++) {
            products[i] = product(in.get(0).part(i * a.size(1) * a.size(2), a.size(1), a.size(2)),
                    in.get(1).part(i * a.size(2) * columns, a.size(2), columns), out.part(i * a.size(1) * columns, a.size(1), columns),
                    false, false, 1, 0);
        }
        return Step.owning(products, () -> {
            for (Step product : products) {
                product.run();
            }
        });
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
        if (added.buffer() == out.buffer()) {
            return product;
        }
        Step fill = broadcast(added, out);
        return Step.owning(new Step[] {product}, () -> {
            fill.run();
            product.run();
        });
    }

    private static Step product(List<Slot> in, Slot out, boolean transA, boolean transB, float alpha, float beta) {
        return product(in.get(0).array(), in.get(1).array(), out.array(), transA, transB, alpha, beta);
    }

    /** {@code out = alpha * a b + beta * out}; nothing is read from {@code out} where {@code beta} is 0. */
    static Step product(INDArray a, INDArray b, INDArray out, boolean transA, boolean transB, float alpha, float beta) {
        return new NativeStep("matmul", out, a, b).reals(alpha, beta).integers(transA ? 1 : 0, transB ? 1 : 0, 0);
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
                    to.fill(row * columns, columns, source.get(row * rowStep));
                }
            }
        };
    }
}
