package io.edgedfa.device.app;

import io.edgedfa.device.agent.Prediction;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A prediction as one line of JSON: {@code id} where the sample has one, {@code class}, {@code name} where classes have names,
 * {@code confidence}, {@code model}, {@code version} (of the factory model), {@code updates} (steps taken since), {@code micros}.
 */
final class PredictionJson {
    private PredictionJson() {}

    static String of(Prediction prediction, ModelName model, String className) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!prediction.id().isEmpty()) {
            fields.put("id", prediction.id());
        }
        fields.put("class", prediction.predicted());
        if (!className.equals(Integer.toString(prediction.predicted()))) {
            fields.put("name", className);
        }
        fields.put("confidence", finite(prediction.confidence()));
        fields.put("model", model.id());
        fields.put("version", model.version());
        fields.put("updates", prediction.updates());
        fields.put("micros", prediction.micros());
        return JsonFile.line(fields);
    }

    /** JSON has neither infinity nor NaN. */
    private static double finite(double confidence) {
        return Double.isFinite(confidence) ? Math.round(confidence * 1e6) / 1e6 : 0;
    }

    /** Which model predicted. @param version of the factory model */
    record ModelName(String id, long version) {}
}
