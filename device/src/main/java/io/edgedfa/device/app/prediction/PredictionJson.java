package io.edgedfa.device.app.prediction;

import com.google.gson.stream.JsonWriter;
import io.edgedfa.device.agent.Prediction;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * A prediction as one line of JSON: {@code id} where the sample has one, {@code class}, {@code name} where classes have names,
 * {@code confidence}, {@code model}, {@code version} (of the factory model), {@code updates} (steps taken since), {@code micros}.
 */
final class PredictionJson {
    private PredictionJson() {}

    /** Without a line's end. */
    static String of(Prediction prediction, ModelName model, String className) {
        StringWriter text = new StringWriter(128);
        try {
            write(new JsonWriter(text), prediction, model, className);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does no IO", e);
        }
        return text.toString();
    }

    private static void write(JsonWriter json, Prediction prediction, ModelName model, String className) throws IOException {
        json.beginObject();
        if (!prediction.id().isEmpty()) {
            json.name("id").value(prediction.id());
        }
        json.name("class").value(prediction.predicted());
        if (!className.equals(Integer.toString(prediction.predicted()))) {
            json.name("name").value(className);
        }
        json.name("confidence").value(finite(prediction.confidence()));
        json.name("model").value(model.id());
        json.name("version").value(model.version());
        json.name("updates").value(prediction.updates());
        json.name("micros").value(prediction.micros());
        json.endObject();
    }

    /** JSON has neither infinity nor NaN. */
    private static double finite(double confidence) {
        return Double.isFinite(confidence) ? Math.round(confidence * 1e6) / 1e6 : 0;
    }
}
