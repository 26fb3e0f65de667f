package io.edgedfa.onnx.reading.node;

import ai.onnx.proto.OnnxMl;

/** Versions of the standard operators. */
public final class Opsets {
    /** The oldest that is read. */
    public static final int OLDEST = 9;
    /** The newest that is read. */
    public static final int NEWEST = 21;

    private Opsets() {}

    /** Whether a domain is that of the standard operators, which has two names. */
    public static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    /** The version of the standard operators that a model is written for. @throws IllegalArgumentException for none or another */
    public static int standard(OnnxMl.ModelProto model) {
        long version = model.getOpsetImportList().stream().filter(opset -> isStandard(opset.getDomain()))
                .mapToLong(OnnxMl.OperatorSetIdProto::getVersion).max().orElse(0);
        if (version < OLDEST || version > NEWEST) {
            throw new IllegalArgumentException(
                    "is written for opset " + version + " of ai.onnx; allowed: " + OLDEST + " to " + NEWEST);
        }
        return (int) version;
    }
}
