package io.edgedfa.onnx.reading.node;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.network.weight.Dense;

/**
 * A Gemm or MatMul as a dense layer: {@code alpha} is multiplied into the weight, {@code beta} into the bias.
 *
 * @param weight {@code [inputs, units]}, row-major
 * @param bias   {@code [units]}
 */
public record DenseNode(Dense layer, float[] weight, float[] bias) {
    /** @throws IllegalArgumentException naming the node or tensor, when it is no layer */
    public static DenseNode read(OnnxMl.NodeProto node, Constants constants) {
        Attributes attributes = new Attributes(node);
        boolean gemm = node.getOpType().equals("Gemm");
        if (gemm && attributes.integer("transA", 0) != 0) {
            throw Refusal.of(node, "has transA set, so that samples are columns; allowed: rows");
        }
        Constants.Matrix matrix = constants.matrix(node.getInput(1), gemm && attributes.integer("transB", 0) != 0);
        Dense layer = new Dense(matrix.rows(), matrix.columns());
        String bias = node.getInputCount() > 2 ? node.getInput(2) : "";
        float[] added = bias.isEmpty() ? new float[layer.units()] : constants.vector(bias, layer.units());
        scale(matrix.values(), gemm ? attributes.real("alpha", 1) : 1);
        scale(added, gemm ? attributes.real("beta", 1) : 1);
        return new DenseNode(layer, matrix.values(), added);
    }

    private static void scale(float[] values, float factor) {
        for (int i = 0; factor != 1 && i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
