package io.edgedfa.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** What a model answers in a session that knows nothing of this product. */
public final class Answers {
    private Answers() {}

    /** @param shape of the input, batch first @return values of one output */
    public static float[] of(byte[] model, String input, float[] values, long[] shape, String output) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(model, options);
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            FloatBuffer answers = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
            float[] copy = new float[answers.remaining()];
            answers.get(copy);
            return copy;
        }
    }
}
