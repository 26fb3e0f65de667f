package io.edgedfa.graph;

/** The operators of this subset, by their ONNX names, semantics as in opset 17 of {@code ai.onnx}. */
public enum Operator {
    ADD("Add", true),
    SUB("Sub", true),
    MUL("Mul", true),
    DIV("Div", true),
    POW("Pow", true),
    NEG("Neg", true),
    SQRT("Sqrt", true),
    TANH("Tanh", true),
    SIGMOID("Sigmoid", true),
    RELU("Relu", true),
    SIGN("Sign", true),
    IDENTITY("Identity", true),
    SOFTMAX("Softmax", false),
    LOG_SOFTMAX("LogSoftmax", false),
    /** {@code alpha * A B + beta * C}; A and B may be transposed. */
    GEMM("Gemm", false),
    MATMUL("MatMul", false),
    TRANSPOSE("Transpose", false),
    /** Attribute {@code shape}; ONNX passes it as an input. */
    RESHAPE("Reshape", false),
    /** Attribute {@code axes}; ONNX passes it as an input. */
    REDUCE_SUM("ReduceSum", false),
    ARG_MAX("ArgMax", false),
    EQUAL("Equal", false),
    /** Attribute {@code to}; only from BOOL to FLOAT. */
    CAST("Cast", false),
    /** Attribute {@code depth}, values 0 and 1; ONNX passes both as inputs. */
    ONE_HOT("OneHot", false);

    private final String onnxName;
    private final boolean elementWise;

    Operator(String onnxName, boolean elementWise) {
        this.onnxName = onnxName;
        this.elementWise = elementWise;
    }

    /** The operator's name in ONNX files. */
    public String onnxName() {
        return onnxName;
    }

    /** Whether element i of the output depends on element i of each (broadcast) input alone. */
    public boolean isElementWise() {
        return elementWise;
    }
}
