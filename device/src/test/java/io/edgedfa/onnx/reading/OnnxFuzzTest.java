package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.edgedfa.onnx.OnnxGraphs;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read or refused; nothing else comes out of the reader. ONNX Runtime is not part of this: bodies are not run. */
class OnnxFuzzTest {
    private static final ShapeProbe NOT_RUN = (model, input) -> {
        throw new IllegalArgumentException("not run");
    };

    static Stream<Arguments> seeds() {
        OnnxGraphs dense = new OnnxGraphs(13, 3);
        dense.then("Gemm", "a", dense.floats("w1", 3, 4), dense.floats("b1", 4)).addAttribute(OnnxGraphs.real("alpha", 2));
        dense.then("Tanh", "t");
        dense.then("MatMul", "p", dense.floats("w2", 4, 2));
        dense.then("Add", "y", dense.floats("b2", 2));
        OnnxGraphs image = new OnnxGraphs(11, 2, 5, 5);
        image.then("Conv", "c", image.floats("c.weight", 2, 1, 3, 3)).addAttribute(OnnxGraphs.integer("group", 2))
                .addAttribute(OnnxGraphs.text("auto_pad", "SAME_UPPER")).addAttribute(OnnxGraphs.integers("strides", 1, 1));
        image.then("Clip", "r", image.scalar("least", 0), image.scalar("most", 6));
        image.then("Add", "sum", "x");
        image.then("GlobalAveragePool", "g");
        image.then("Reshape", "flat", image.longs("shape", 0, -1));
        image.then("MatMul", "y", image.floats("w", 2, 2));
        return Stream.of(dense.build(), image.build()).map(OnnxMl.ModelProto::toByteArray).map(bytes -> Arguments.of((Object) bytes));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "30s")
    void shouldReadOrRefuse(byte[] bytes) {
        try {
            OnnxMl.ModelProto model = OnnxFile.parse(bytes);
            attempt(() -> NetworkFile.whole(model));
            attempt(() -> NetworkFile.from(model, "", NOT_RUN));
            attempt(() -> NetworkFile.from(model, "r", NOT_RUN));
        } catch (IOException | IllegalArgumentException e) {
            // Refused, as most are.
        }
    }

    private static void attempt(Runnable read) {
        try {
            read.run();
        } catch (IllegalArgumentException e) {
            // Refused, as most are.
        }
    }
}
