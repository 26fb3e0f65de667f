package io.edgedfa.device.app;

import io.edgedfa.device.agent.LearningSettings;
import io.edgedfa.device.telemetry.EdgeNodeSettings;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.DirectFeedbackAlignment;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.ClassGrowth;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A board's configuration file, checked.
 *
 * @param modelPlace where the file names the model, for messages
 * @param model      ONNX model learning starts from
 * @param trainableFrom name of the model's tensor or node from which it learns; empty for what the model says or the last dense
 *                      blocks
 * @param classes    classes that the model is grown to; 0 for as many as it has
 * @param saveTo     where the model goes when the board stops
 * @param learning   how it learns
 * @param engine     name of the engine
 * @param threads    0 for automatic
 * @param source     where samples come from
 * @param telemetry  where reports go
 * @param reportMs   milliseconds between reports
 */
record BoardConfig(String modelPlace, Path model, String trainableFrom, int classes, Path saveTo, LearningSettings learning, String engine, int threads,
        SourceConfig source, EdgeNodeSettings telemetry, long reportMs) {

    /** @throws ConfigException in one line, naming file, key, value and what is allowed */
    static BoardConfig read(Path file) {
        ConfigReader reader = new ConfigReader(file);
        Path model = reader.path("model.file", null);
        BoardConfig config = new BoardConfig(
                reader.place("model.file"),
                model,
                reader.string("model.trainable-from", ""),
                (int) reader.integer("model.classes", 0L, 0, ClassGrowth.MAX_CLASSES),
                reader.path("model.save-to", model.resolveSibling("learned-" + model.getFileName())),
                learning(reader),
                engine(reader),
                (int) reader.integer("learning.threads", 0L, 0, 1024),
                SourceConfig.read(reader),
                telemetry(reader),
                reader.integer("report.interval-ms", 1000L, 100, 3_600_000));
        reader.finish();
        if (config.saveTo.equals(model)) {
            throw reader.refusal("model.save-to", "a file other than model.file");
        }
        if (!canBeWritten(config.saveTo)) {
            throw reader.refusal("model.save-to", "a file in a folder that can be written, not " + config.saveTo);
        }
        return config;
    }

    private static boolean canBeWritten(Path file) {
        Path folder = file.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }

    private static String engine(ConfigReader reader) {
        String name = reader.string("learning.engine", "ort");
        try {
            Engines.check(name);
        } catch (EngineException e) {
            throw new ConfigException(reader.place("learning.engine") + "; " + e.getMessage());
        }
        return name;
    }

    private static LearningSettings learning(ConfigReader reader) {
        String rule = reader.choice("learning.rule", DirectFeedbackAlignment.NAME, rules());
        String feedback = reader.parsed("learning.feedback", Feedback.DEFAULT, "what fits the rule, of " + String.join(", ", Feedback.NAMES),
                name -> {
                    Rules.check(rule.equals(LearningSettings.FROZEN) ? DirectFeedbackAlignment.NAME : rule, name);
                    return name;
                });
        return new LearningSettings(
                rule,
                feedback,
                reader.choice("learning.optimizer", "sgd", Optimizer.NAMES),
                reader.number("learning.learning-rate", 0.05, Float.MIN_NORMAL, 10),
                (int) reader.integer("learning.batch", 16L, 1, 4096),
                reader.integer("learning.seed", 1L, Long.MIN_VALUE, Long.MAX_VALUE),
                (int) reader.integer("learning.accuracy-window", 500L, 1, 1_000_000));
    }

    /** The default first, learning not at all last. */
    private static List<String> rules() {
        List<String> rules = new ArrayList<>(List.of(DirectFeedbackAlignment.NAME));
        Rules.NAMES.stream().filter(name -> !rules.contains(name)).forEach(rules::add);
        rules.add(LearningSettings.FROZEN);
        return rules;
    }

    private static EdgeNodeSettings telemetry(ConfigReader reader) {
        String id = reader.parsed("board.id", hostName(), "1 to 128 characters without / + #", name -> Topic.requireId("id", name));
        String group = reader.parsed("board.group", "edgedfa", "1 to 128 characters without / + #", name -> Topic.requireId("group", name));
        EdgeNodeSettings settings = reader.parsed("mqtt.broker", null, "tcp://HOST[:PORT] or ssl://HOST[:PORT]",
                uri -> EdgeNodeSettings.of(URI.create(uri), group, id, BoardMetrics.LEARNER));
        String username = reader.string("mqtt.username", "");
        String passwordFile = reader.string("mqtt.password-file", "");
        if (username.isEmpty()) {
            if (!passwordFile.isEmpty()) {
                throw reader.refusal("mqtt.password-file", "only together with mqtt.username");
            }
            return settings;
        }
        return settings.withLogin(username,
                passwordFile.isEmpty() ? null : new PasswordFile(reader.path("mqtt.password-file", null)));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "board";
        }
    }
}
