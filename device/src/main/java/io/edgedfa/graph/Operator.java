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
    /** Attribute {@code alpha}, the slope below zero. */
    LEAKY_RELU("LeakyRelu", true),
    HARD_SWISH("HardSwish", true),
    SIGN("Sign", true),
    SIN("Sin", true),
    ACOS("Acos", true),
    /** Attributes {@code min} and {@code max}; ONNX passes them as inputs. */
    CLIP("Clip", true),
    IDENTITY("Identity", true),
    SOFTMAX("Softmax", false),
    LOG_SOFTMAX("LogSoftmax", false),
    /** {@code alpha * A B + beta * C}; A and B may be transposed. */
    GEMM("Gemm", false),
    MATMUL("MatMul", false),
    /** Attributes as {@link Window} gives them, and {@code group} where there are several. */
    CONV("Conv", false),
    /** Attributes as of {@link #CONV}, and {@code output_padding}. */
    CONV_TRANSPOSE("ConvTranspose", false),
    /** Attributes as {@link Window} gives them. */
    MAX_POOL("MaxPool", false),
    /** The second output of ONNX's MaxPool as a node of its own: flat indices into the whole input. */
    MAX_POOL_INDICES("MaxPool", false),
    /** Adds each update at its flat index into zeros of attribute {@code shape}: ONNX's MaxUnpool, but windows may overlap. */
    MAX_UNPOOL("MaxUnpool", false),
    /** Attributes as {@link Window} gives them; padding counts as zeros. */
    AVERAGE_POOL("AveragePool", false),
    /** In its form for inference: attribute {@code epsilon}; inputs x, scale, bias, mean, variance. */
    BATCH_NORMALIZATION("BatchNormalization", false),
    TRANSPOSE("Transpose", false),
    /** Attribute {@code pads}, zeros before and after each axis; ONNX passes it as an input. */
    PAD("Pad", false),
    /** Attributes {@code axis} and {@code indices}, a vector; ONNX passes the latter as an input. */
    GATHER("Gather", false),
    /** Of a vector, at the indices of the second input. */
    GATHER_ELEMENTS("GatherElements", false),
    /** Attribute {@code shape}; ONNX passes it as an input. */
    RESHAPE("Reshape", false),
    /** Attribute {@code axes}; ONNX passes it as an input. */
    REDUCE_SUM("ReduceSum", false),
    ARG_MAX("ArgMax", false),
    EQUAL("Equal", false),
    /** Attribute {@code to}; only from BOOL to FLOAT. */
    CAST("Cast", false),
    /** Attribute {@code depth}, values 0 and 1; ONNX passes both as inputs. */
    ONE_HOT("OneHot", false),
    /** Attribute {@code fragment}, a {@link Fragment}: nodes of a foreign graph, unchanged. */
    FRAGMENT("Fragment", false);

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
