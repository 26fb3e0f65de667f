package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.stream.IntStream;

/** The formula of every operator that is no matrix product; windowed ones are {@link WindowFormulas}'. */
final class Formulas {
    private Formulas() {}

    /** A float literal that is exactly the value, whatever it is. */
    static String literal(float value) {
        return "__int_as_float(0x" + Integer.toHexString(Float.floatToRawIntBits(value)) + ")";
    }

    static String c(ElementType type) {
        return type(type).c();
    }

    static Storage.Type type(ElementType type) {
        return switch (type) {
            case FLOAT -> Storage.Type.FLOAT;
            case INT64 -> Storage.Type.INT64;
            case BOOL -> Storage.Type.BOOL;
        };
    }

    /** @throws IllegalArgumentException for an operator without a formula */
    static Formula of(Node node, Placement placement) {
        return switch (node.operator()) {
            case ADD, SUB, MUL, DIV, POW, EQUAL -> binary(node);
            case NEG, SQRT, TANH, SIGMOID, RELU, LEAKY_RELU, HARD_SWISH, SIGN, SIN, ACOS, CLIP, CAST -> unary(node);
            case IDENTITY, RESHAPE -> (in, index) -> in.value(node.inputs().get(0), index);
            case TRANSPOSE -> transpose(node);
            case PAD -> pad(node);
            case GATHER -> gather(node, placement);
            case GATHER_ELEMENTS -> (in, index) -> in.value(node.inputs().get(0),
                    in.text().index("(unsigned) " + in.value(node.inputs().get(1), index)));
            case ONE_HOT -> oneHot(node);
            case BATCH_NORMALIZATION -> batchNormalization(node);
            case SOFTMAX, LOG_SOFTMAX -> softmax(node);
            case ARG_MAX -> argMax(node);
            case REDUCE_SUM -> sum(node);
            case MAX_POOL, MAX_POOL_INDICES, AVERAGE_POOL, MAX_UNPOOL -> WindowFormulas.pooling(node);
            case CONV, CONV_TRANSPOSE -> WindowFormulas.direct(node);
            case GEMM, MATMUL, FRAGMENT -> throw new IllegalArgumentException(node.operator() + " has no formula");
        };
    }

    private static Formula binary(Node node) {
        Shape shape = node.output().shape();
        return (in, index) -> {
            String a = operand(in, node.inputs().get(0), shape, index);
            String b = operand(in, node.inputs().get(1), shape, index);
            return in.text().declare(c(node.output().type()), switch (node.operator()) {
                case ADD -> a + " + " + b;
                case SUB -> a + " - " + b;
                case MUL -> a + " * " + b;
                case DIV -> a + " / " + b;
                case POW -> "powf(" + a + ", " + b + ")";
                case EQUAL -> a + " == " + b;
                default -> throw new IllegalArgumentException(node.operator().name());
            });
        };
    }

    /** A tensor's element where it is broadcast to a shape. */
    static String operand(Reading in, Tensor tensor, Shape shape, String index) {
        return in.value(tensor, Strides.project(in.text(), index, Strides.sizes(shape), Strides.broadcast(tensor.shape(), shape)));
    }

    private static Formula unary(Node node) {
        return (in, index) -> {
            String x = in.value(node.inputs().get(0), index);
            return in.text().declare(c(node.output().type()), switch (node.operator()) {
                case NEG -> "-" + x;
                case SQRT -> "sqrtf(" + x + ")";
                case TANH -> "tanhf(" + x + ")";
                case SIGMOID -> "1.0f / (1.0f + expf(-" + x + "))";
                case RELU -> x + " < 0.0f ? 0.0f : " + x;
                case LEAKY_RELU -> x + " < 0.0f ? " + literal(node.real("alpha")) + " * " + x + " : " + x;
                case HARD_SWISH -> x + " * fmaxf(0.0f, fminf(1.0f, " + x + " / 6.0f + 0.5f))";
                case SIGN -> "(float) ((" + x + " > 0.0f) - (" + x + " < 0.0f))";
                case SIN -> "sinf(" + x + ")";
                case ACOS -> "acosf(" + x + ")";
                case CLIP -> "fminf(fmaxf(" + x + ", " + literal(node.real("min")) + "), " + literal(node.real("max")) + ")";
                case CAST -> x + " ? 1.0f : 0.0f";
                default -> throw new IllegalArgumentException(node.operator().name());
            });
        };
    }

    private static Formula transpose(Node node) {
        int[] from = Strides.of(node.inputs().get(0).shape());
        int[] strides = node.integers("perm").stream().mapToInt(axis -> from[axis.intValue()]).toArray();
        return (in, index) -> in.value(node.inputs().get(0),
                Strides.project(in.text(), index, Strides.sizes(node.output().shape()), strides));
    }

    private static Formula pad(Node node) {
        Shape from = node.inputs().get(0).shape();
        Shape to = node.output().shape();
        int[] outer = Strides.of(to);
        int[] inner = Strides.of(from);
        return (in, index) -> {
            KernelText text = in.text();
            StringBuilder inside = new StringBuilder("true");
            StringBuilder at = new StringBuilder("0u");
            for (int axis = 0; axis < to.rank(); axis++) {
                String coordinate = axis == 0 ? text.index(index + " / " + outer[0] + "u")
                        : text.index(text.index(index + " / " + outer[axis] + "u") + " % " + to.size(axis) + "u");
                long before = node.integers("pads").get(axis);
                // Unsigned: what lies before the tensor becomes very large.
                String own = before == 0 ? coordinate : text.index(coordinate + " - " + before + "u");
                if (to.size(axis) != from.size(axis)) {
                    inside.append(" && ").append(own).append(" < ").append(from.size(axis)).append("u");
                }
                at.append(" + ").append(own).append(" * ").append(inner[axis]).append("u");
            }
            String result = text.declare("float", "0.0f");
            text.open("if (" + inside + ")");
            text.line(result + " = " + in.value(node.inputs().get(0), text.index(at.toString())) + ";");
            text.close();
            return result;
        };
    }

    private static Formula gather(Node node, Placement placement) {
        Shape from = node.inputs().get(0).shape();
        int axis = (int) node.integer("axis", 0);
        int[] indices = node.integers("indices").stream().mapToInt(Math::toIntExact).toArray();
        int inner = Strides.of(from)[axis];
        int size = from.size(axis);
        Storage table = placement.table(node.name() + ".indices", indices);
        return (in, index) -> {
            KernelText text = in.text();
            String block = text.index(index + " / " + inner + "u");
            String outer = text.index(block + " / " + indices.length + "u");
            String place = in.load(table, text.index(block + " % " + indices.length + "u"));
            String rest = inner == 1 ? "0u" : text.index(index + " % " + inner + "u");
            return in.value(node.inputs().get(0),
                    text.index("(" + outer + " * " + size + "u + " + place + ") * " + inner + "u + " + rest));
        };
    }

    private static Formula oneHot(Node node) {
        int depth = node.output().shape().size(1);
        return (in, index) -> {
            String label = in.value(node.inputs().get(0), in.text().index(index + " / " + depth + "u"));
            return in.text().declare("float", label + " == (long long) (" + index + " % " + depth + "u) ? 1.0f : 0.0f");
        };
    }

    private static Formula batchNormalization(Node node) {
        Shape shape = node.output().shape();
        int inner = Strides.of(shape)[1];
        return (in, index) -> {
            KernelText text = in.text();
            String channel = text.index(text.index(index + " / " + inner + "u") + " % " + shape.size(1) + "u");
            String[] v = IntStream.range(0, 5).mapToObj(i -> in.value(node.inputs().get(i), i == 0 ? index : channel)).toArray(String[]::new);
            return text.declare("float", "(%s - %s) / sqrtf(%s + %s) * %s + %s".formatted(
                    v[0], v[3], v[4], literal(node.real("epsilon")), v[1], v[2]));
        };
    }

    private static Formula softmax(Node node) {
        Tensor x = node.inputs().get(0);
        int length = x.shape().size(-1);
        return (in, index) -> {
            KernelText text = in.text();
            String row = text.index(index + " / " + length + "u");
            String largest = text.declare("float", literal(Float.NEGATIVE_INFINITY));
            text.open("for (unsigned k = 0; k < " + length + "u; ++k)");
            text.line(largest + " = fmaxf(" + largest + ", " + in.value(x, text.index(row + " * " + length + "u + k")) + ");");
            text.close();
            String sum = text.declare("float", "0.0f");
            text.open("for (unsigned k = 0; k < " + length + "u; ++k)");
            text.line(sum + " += expf(" + in.value(x, text.index(row + " * " + length + "u + k")) + " - " + largest + ");");
            text.close();
            String own = in.value(x, index);
            return text.declare("float", node.operator() == Operator.SOFTMAX
                    ? "expf(" + own + " - " + largest + ") / " + sum
                    : own + " - " + largest + " - logf(" + sum + ")");
        };
    }

    private static Formula argMax(Node node) {
        Tensor x = node.inputs().get(0);
        int axis = (int) node.integer("axis", 0);
        int inner = Strides.of(x.shape())[axis];
        int length = x.shape().size(axis);
        return (in, index) -> {
            KernelText text = in.text();
            String start = inner == 1 ? text.index(index + " * " + length + "u")
                    : text.index(index + " / " + inner + "u * " + inner * length + "u + " + index + " % " + inner + "u");
            String largest = text.declare("float", in.value(x, start));
            String best = text.declare("long long", "0");
            text.open("for (unsigned k = 1; k < " + length + "u; ++k)");
            String value = in.value(x, text.index(start + " + k * " + inner + "u"));
            text.line("if (" + value + " > " + largest + ") { " + largest + " = " + value + "; " + best + " = k; }");
            text.close();
            return best;
        };
    }

    /** The sum by one thread, in order. */
    private static Formula sum(Node node) {
        Sum sum = Sum.of(node);
        return (in, index) -> {
            String total = in.text().declare("float", "0.0f");
            in.text().open("for (unsigned k = 0; k < " + sum.length() + "u; ++k)");
            in.text().line(total + " += " + sum.term(in, index, "k") + ";");
            in.text().close();
            return total;
        };
    }
}
