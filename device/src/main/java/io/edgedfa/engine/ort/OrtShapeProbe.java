package io.edgedfa.engine.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Shape;
import io.edgedfa.onnx.reading.ShapeProbe;
import java.util.Arrays;
import java.util.Map;

/** Runs a model once on ONNX Runtime to see what comes out. */
public final class OrtShapeProbe implements ShapeProbe {
    @Override
    public Shape shape(byte[] model, Shape input) {
        OrtEnvironment environment = OrtEngine.environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor zeros = OnnxTensor.createTensor(environment, State.allocate(input.elements()), input.toLongs());
                    OrtSession.Result result = session.run(Map.of(session.getInputNames().iterator().next(), zeros))) {
                return shape(result);
            }
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX Runtime cannot run it: " + e.getMessage().replaceAll("\\s+", " "), e);
        }
    }

    private static Shape shape(OrtSession.Result result) {
        if (!(result.get(0).getInfo() instanceof TensorInfo info) || info.onnxType != TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) {
            throw new IllegalArgumentException("gives " + result.get(0).getInfo() + "; allowed: a FLOAT tensor");
        }
        return Shape.of(Arrays.stream(info.getShape()).mapToInt(Math::toIntExact).toArray());
    }
}
