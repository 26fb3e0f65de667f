package io.edgedfa.device.app;

import io.edgedfa.config.ConfigReader.Given;
import io.edgedfa.device.app.config.BoardConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that say where a board's configuration is, and what wins over it. */
final class BoardFile {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The board's configuration (TOML).")
    Path path;

    @Option(names = "--model", paramLabel = "FILE", description = "ONNX model, instead of model.file of the configuration.")
    private String model;

    @Option(names = "--trainable-from", paramLabel = "NAME", description = "Tensor or first node from which the model learns, instead"
            + " of model.trainable-from of the configuration.")
    private String trainableFrom;

    @Option(names = "--broker", paramLabel = "URL", description = "MQTT broker, tcp://HOST[:PORT] or ssl://HOST[:PORT], instead of"
            + " mqtt.broker of the configuration.")
    private String broker;

    /** As file and options are now. */
    BoardConfig read() {
        return BoardConfig.read(path, given());
    }

    /** What the options say, by the key that they win over. */
    Map<String, Given> given() {
        Map<String, Given> given = new LinkedHashMap<>();
        add(given, "model.file", "--model", model);
        add(given, "model.trainable-from", "--trainable-from", trainableFrom);
        add(given, "mqtt.broker", "--broker", broker);
        return given;
    }

    private static void add(Map<String, Given> given, String key, String option, String value) {
        if (value != null) {
            given.put(key, new Given(option, value));
        }
    }
}
