package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigException;
import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.agent.LearningSettings;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.DirectFeedbackAlignment;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.learning.rule.Rules;
import java.util.ArrayList;
import java.util.List;

/**
 * How a board learns, what it replays, and how that is judged.
 *
 * @param settings    rule, optimizer and the like
 * @param window      samples of the sliding window that accuracy is reported over
 * @param detector    {@code adwin}, {@code page-hinkley} or {@code none}
 * @param engine      name of the engine
 * @param threads     0 for automatic
 * @param replayBytes most bytes of replayed samples; 0 for none
 * @param replayShare share of every batch that is replayed
 */
public record LearningConfig(LearningSettings settings, int window, String detector, String engine, int threads, long replayBytes,
        double replayShare) {
    static final String RATE = "learning.learning-rate";
    private static final long MOST_REPLAY_BYTES = 1L << 30;

    static LearningConfig read(ConfigReader reader) {
        return new LearningConfig(
                settings(reader),
                (int) reader.integer("learning.accuracy-window", 500L, 1, 1_000_000),
                reader.choice("learning.drift-detector", "adwin", List.of("adwin", "page-hinkley", "none")),
                engine(reader),
                (int) reader.integer("learning.threads", 0L, 0, 1024),
                reader.integer("replay.bytes", 0L, 0, MOST_REPLAY_BYTES),
                reader.number("replay.share", 0.5, 0.01, 0.99));
    }

    private static LearningSettings settings(ConfigReader reader) {
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
                reader.number(RATE, 0.05, Float.MIN_NORMAL, 10),
                (int) reader.integer("learning.batch", 16L, 1, 4096),
                reader.integer("learning.seed", 1L, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    /** The default first, learning not at all last. */
    private static List<String> rules() {
        List<String> rules = new ArrayList<>(List.of(DirectFeedbackAlignment.NAME));
        Rules.NAMES.stream().filter(name -> !rules.contains(name)).forEach(rules::add);
        rules.add(LearningSettings.FROZEN);
        return rules;
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

    LearningConfig withRate(double learningRate) {
        LearningSettings changed = new LearningSettings(settings.rule(), settings.feedback(), settings.optimizer(), learningRate,
                settings.batch(), settings.seed());
        return new LearningConfig(changed, window, detector, engine, threads, replayBytes, replayShare);
    }
}
