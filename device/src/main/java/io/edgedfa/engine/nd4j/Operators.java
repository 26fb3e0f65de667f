package io.edgedfa.engine.nd4j;

import io.edgedfa.engine.EngineException;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.TransformOp;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ACos;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sin;
import org.nd4j.linalg.factory.Nd4j;

/** What ND4J does for each operator: one entry per operator; longer ones have a class of their own. */
final class Operators {

    /** Makes a node's step. Element-wise steps and the added matrix of a Gemm allow an input's memory as output. */
    @FunctionalInterface
    private interface Entry {
        Step step(Node node, List<Slot> in, Slot out);
    }

    private static final Map<Operator, Entry> ENTRIES = new EnumMap<>(Operator.class);

    static {
        ENTRIES.put(Operator.ADD, binary("add"));
        ENTRIES.put(Operator.SUB, binary("subtract"));
        ENTRIES.put(Operator.MUL, binary("multiply"));
        ENTRIES.put(Operator.DIV, binary("divide"));
        ENTRIES.put(Operator.POW, binary("Pow"));
        ENTRIES.put(Operator.EQUAL, binary("equals"));
        ENTRIES.put(Operator.NEG, transform(Negative::new));
        ENTRIES.put(Operator.SQRT, transform(Sqrt::new));
        ENTRIES.put(Operator.SIGN, transform(Sign::new));
        ENTRIES.put(Operator.SIN, transform(Sin::new));
        ENTRIES.put(Operator.ACOS, transform(ACos::new));
        ENTRIES.put(Operator.TANH, (node, in, out) -> unary("tanh", in, out));
        ENTRIES.put(Operator.SIGMOID, (node, in, out) -> unary("sigmoid", in, out));
        ENTRIES.put(Operator.RELU, (node, in, out) -> unary("relu", in, out).reals(0));
        ENTRIES.put(Operator.HARD_SWISH, Operators::hardSwish);
        ENTRIES.put(Operator.LEAKY_RELU, (node, in, out) -> unary("lrelu", in, out).reals(node.real("alpha")));
        ENTRIES.put(Operator.CLIP, (node, in, out) -> unary("clipbyvalue", in, out).reals(node.real("min"), node.real("max")));
        ENTRIES.put(Operator.CAST, (node, in, out) -> unary("cast", in, out).integers(DataType.FLOAT.toInt()));
        ENTRIES.put(Operator.SOFTMAX, (node, in, out) -> unary("softmax", in, out).integers(node.integer("axis", -1)));
        ENTRIES.put(Operator.LOG_SOFTMAX, (node, in, out) -> LogSoftmax.step(in, out));
        ENTRIES.put(Operator.REDUCE_SUM, Operators::reduceSum);
        ENTRIES.put(Operator.ARG_MAX, (node, in, out) -> unary("argmax", in, out)
                .integers(node.integer("axis", 0)).flags(node.integer("keepdims", 1) == 1));
        ENTRIES.put(Operator.BATCH_NORMALIZATION, Operators::batchNormalization);
        ENTRIES.put(Operator.TRANSPOSE, (node, in, out) -> unary("permute", in, out).integers(longs(node, "perm")));
        ENTRIES.put(Operator.IDENTITY, (node, in, out) -> Indexing.copy(in.get(0), out));
        ENTRIES.put(Operator.RESHAPE, (node, in, out) -> Indexing.copy(in.get(0), out));
        ENTRIES.put(Operator.PAD, Indexing::pad);
        ENTRIES.put(Operator.GATHER, Indexing::gather);
        ENTRIES.put(Operator.GATHER_ELEMENTS, (node, in, out) -> Indexing.gatherElements(in, out));
        ENTRIES.put(Operator.ONE_HOT, (node, in, out) -> Indexing.oneHot(in, out));
        ENTRIES.put(Operator.GEMM, MatrixProduct::gemm);
        ENTRIES.put(Operator.MATMUL, (node, in, out) -> MatrixProduct.matmul(in, out));
        ENTRIES.put(Operator.CONV, Convolution::conv);
        ENTRIES.put(Operator.CONV_TRANSPOSE, Convolution::convTranspose);
        ENTRIES.put(Operator.MAX_POOL, Pooling::max);
        ENTRIES.put(Operator.MAX_POOL_INDICES, Pooling::maxIndices);
        ENTRIES.put(Operator.MAX_UNPOOL, (node, in, out) -> Pooling.unpool(in, out));
        ENTRIES.put(Operator.AVERAGE_POOL, Pooling::average);
    }

    private Operators() {}

    /** @throws EngineException for an operator that this engine does not know */
    static Step step(Node node, List<Slot> in, Slot out) {
        if (node.operator() == Operator.FRAGMENT) {
            throw new EngineException("engine nd4j cannot run the frozen body of a model, whose nodes are ONNX Runtime's; allowed: engine"
                    + " ort, or trainable-from = the name of the model's input, so that nothing is frozen");
        }
        Entry entry = ENTRIES.get(node.operator());
        if (entry == null) {
            throw new EngineException("engine nd4j does not know operator " + node.operator().onnxName());
        }
        return entry.step(node, in, out);
    }

    private static Entry binary(String operation) {
        return (node, in, out) -> new NativeStep(operation, out.array(), in.get(0).array(), in.get(1).array());
    }

    private static NativeStep unary(String operation, List<Slot> in, Slot out) {
        return new NativeStep(operation, out.array(), in.get(0).array());
    }

    /** For what the native library has only as an operation of the older kind. */
    private static Entry transform(BiFunction<INDArray, INDArray, TransformOp> operation) {
        return (node, in, out) -> {
            TransformOp made = operation.apply(in.get(0).array(), out.array());
            return () -> Nd4j.getExecutioner().exec(made);
        };
    }

    /** By hand: the library has none. */
    private static Step hardSwish(Node node, List<Slot> in, Slot out) {
        FloatBuffer x = in.get(0).floats();
        FloatBuffer y = out.floats();
        return () -> {
            for (int i = 0; i < out.elements(); i++) {
                float value = x.get(i);
                y.put(i, value * Math.max(0, Math.min(1, value / 6 + 0.5f)));
            }
        };
    }

    private static Step reduceSum(Node node, List<Slot> in, Slot out) {
        if (node.integers("axes").isEmpty()) {
            return Indexing.copy(in.get(0), out);
        }
        return unary("reduce_sum", in, out).integers(longs(node, "axes")).flags(node.integer("keepdims", 1) == 1);
    }

    private static Step batchNormalization(Node node, List<Slot> in, Slot out) {
        return new NativeStep("batchnorm", out.array(), in.get(0).array(), in.get(3).array(), in.get(4).array(),
                in.get(1).array(), in.get(2).array()).integers(1, 1, 1).reals(node.real("epsilon"));
    }

    private static long[] longs(Node node, String attribute) {
        return node.integers(attribute).stream().mapToLong(Long::longValue).toArray();
    }
}
