package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigException;
import io.edgedfa.config.ConfigReader;
import io.edgedfa.config.ConfigReader.Given;
import io.edgedfa.config.ConfigReader.Setting;
import io.edgedfa.device.agent.LoopSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A board's configuration file, checked.
 *
 * @param settings every key with its effective value and where that came from
 */
public record BoardConfig(ModelConfig model, LearningConfig learning, GuardConfig guard, InputConfig input, SourceConfig source,
        PredictionsConfig predictions, StoreConfig store, MqttConfig mqtt, UpdateConfig update, ProcessConfig process, CommandsConfig commands,
        HardwareConfig hardware, ServiceConfig service, Map<String, Setting> settings) {

    /** Keys that a running board can take over; the tables guard and governor as a whole but for what is read once. */
    private static final Set<String> CHANGEABLE = Set.of(LearningConfig.RATE, MqttConfig.INTERVAL, "source.rate", "store.checkpoint-interval-s",
            "guard.every", "guard.floor", "guard.margin", "guard.max-rollbacks", "guard.rate-factor");

    /** @throws ConfigException in one line, naming file, key, value and what is allowed */
    public static BoardConfig read(Path file) {
        return read(file, Map.of());
    }

    /**
     * With values given besides the file, which win.
     *
     * @param given by key
     * @throws ConfigException in one line, naming file or origin, key, value and what is allowed
     */
    public static BoardConfig read(Path file, Map<String, Given> given) {
        ConfigReader reader = new ConfigReader(file, given);
        MqttConfig mqtt = MqttConfig.read(reader);
        ModelConfig model = ModelConfig.read(reader);
        SourceConfig source = SourceConfig.read(reader);
        BoardConfig config = new BoardConfig(
                model,
                LearningConfig.read(reader),
                GuardConfig.read(reader),
                InputConfig.read(reader, source.walk() != null),
                source,
                PredictionsConfig.read(reader),
                StoreConfig.read(reader),
                mqtt,
                UpdateConfig.read(reader),
                ProcessConfig.read(reader),
                CommandsConfig.read(reader),
                HardwareConfig.read(reader),
                ServiceConfig.read(reader),
                reader.settings());
        reader.finish();
        return config;
    }

    /** A refusal of a value that was found wanting later. @param problem what is wrong, and what is allowed */
    public ConfigException refusal(String key, String problem) {
        Setting setting = settings.get(key);
        return new ConfigException(setting.place() + " = " + setting.value() + ": " + problem);
    }

    /** The loop's rhythm. */
    public LoopSettings loop() {
        return new LoopSettings(source.rate(), mqtt.reportMs(), store.checkpointMs(), learning.settings().learningRate());
    }

    /** The same with another model in use. */
    public BoardConfig using(Path other) {
        return new BoardConfig(model.using(other), learning, guard, input, source, predictions, store, mqtt, update, process, commands,
                hardware, service, settings);
    }

    /** This configuration with what can be changed while a board runs ({@link #isChangeable}) taken from another. */
    public BoardConfig with(BoardConfig other) {
        Map<String, Setting> merged = new LinkedHashMap<>(settings);
        other.settings.forEach((key, setting) -> {
            if (isChangeable(key)) {
                merged.put(key, setting);
            }
        });
        return new BoardConfig(
                model,
                learning.withRate(other.learning.settings().learningRate()),
                guard.with(other.guard.settings(), other.guard.governor()),
                input,
                source.withRate(other.source.rate()),
                predictions,
                new StoreConfig(store.file(), store.limits(), other.store.checkpointMs()),
                new MqttConfig(mqtt.reports(), mqtt.site(), other.mqtt.reportMs()),
                update,
                process,
                commands,
                hardware,
                service,
                merged);
    }

    /** Keys whose values differ in another configuration. */
    public List<String> changed(BoardConfig other) {
        Set<String> keys = new TreeSet<>(settings.keySet());
        keys.addAll(other.settings.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(value(settings, key), value(other.settings, key)))
                .toList();
    }

    private static String value(Map<String, Setting> settings, String key) {
        Setting setting = settings.get(key);
        return setting == null ? null : setting.value();
    }

    /** Whether a running board can take a changed value of this key over. */
    public static boolean isChangeable(String key) {
        return CHANGEABLE.contains(key) || key.startsWith("governor.");
    }
}
