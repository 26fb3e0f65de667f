package io.edgedfa.host.app.serve;

import io.edgedfa.device.agent.Learner;
import io.edgedfa.device.agent.LearningSettings;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.series.SeriesPoint;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.DrawnDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The demo's cast: three boards that start from the same briefly pretrained model and read the same stream, which drifts on
 * the way. One learns by direct feedback alignment, one by backpropagation, one not at all.
 */
final class Demo {
    static final List<String> RULES = List.of("dfa", "bp", "frozen");
    static final String GROUP = "edgedfa";
    static final String DRIFT = "rotate:45";
    /** Samples each board reads. */
    static final int SAMPLES = 20_000;
    static final int DRIFT_AT = 6_000;

    private static final int PRETRAINING_SAMPLES = 20_000;

    private Demo() {}

    /**
     * What one board went through.
     *
     * @param id          board
     * @param rule        its learning rule
     * @param beforeDrift accuracy of the last report before the drift, 0 to 1
     * @param afterDrift  lowest accuracy reported after it
     * @param end         accuracy of the last report
     */
    record Outcome(String id, String rule, double beforeDrift, double afterDrift, double end) {
        /** Share of the accuracy before the drift that the board has at the end. */
        double regained() {
            return end / beforeDrift;
        }
    }

    static String boardId(String rule) {
        return "board-" + rule;
    }

    /** Trains a small network for a few seconds and writes it as the model all boards start from. */
    static void pretrain(Path file) throws IOException {
        Network network = Network.dense(List.of(28 * 28, 128, 10), Layer.activation("tanh"), List.of());
        DrawnDigits data = DrawnDigits.train(DrawnDigits.DEFAULT_SEED);
        LearningSettings settings = new LearningSettings("bp", Feedback.DEFAULT, "adam", 1e-3, 32, 1);
        float[] features = new float[data.features()];
        try (Engine engine = Engines.open("ort", Engines.AUTO_THREADS);
                DatasetSource source = new DatasetSource(data, 1, 0, PRETRAINING_SAMPLES);
                Learner learner = new Learner(
                        engine, network, InitialWeights.KAIMING.draw(network, new Seeds(1).weights()), settings)) {
            for (int label = source.next(features); label >= 0; label = source.next(features)) {
                learner.learn(features, label);
            }
            ModelFile.write(file, new Model("demo-digits", 1, network, learner.parameters(), Provenance.now(Map.of(
                    Provenance.RULE, "bp", Provenance.OPTIMIZER, "adam", Provenance.SEED, "1", Provenance.DATA, data.name(),
                    Provenance.DATA_SHA256, data.sha256(), Provenance.SAMPLES, Integer.toString(PRETRAINING_SAMPLES)))));
        }
    }

    /** Writes a board's configuration. @param rate samples per second */
    static Path configure(Path folder, String rule, String brokerUri, double rate) throws IOException {
        Path config = folder.resolve(boardId(rule) + ".toml");
        Files.writeString(config, """
                [board]
                id = "%s"
                group = "%s"

                [model]
                file = "model.onnx"
                save-to = "%s-learned.onnx"

                [learning]
                rule = "%s"
                optimizer = "sgd"
                learning-rate = 0.1
                batch = 16
                threads = 1

                [source]
                type = "digits"
                data-seed = %d
                seed = 99
                rate = %s
                drift = "%s"
                drift-at = %d

                [mqtt]
                broker = "%s"

                [report]
                interval-ms = 500
                """.formatted(boardId(rule), GROUP, boardId(rule), rule, DrawnDigits.DEFAULT_SEED, rate, DRIFT, DRIFT_AT, brokerUri));
        return config;
    }

    private static List<SeriesPoint> all(Store store, BoardId board, String metric) {
        return store.series(board, metric, 0, Long.MAX_VALUE, Integer.MAX_VALUE).points();
    }

    /** What the store has of the boards. @throws IllegalStateException when a board has no report on one side of the drift */
    static List<Outcome> outcomes(Store store) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String rule : RULES) {
            BoardId board = new BoardId(GROUP, boardId(rule));
            Map<Long, Double> samples = new HashMap<>();
            for (SeriesPoint point : all(store, board, BoardMetrics.SAMPLES)) {
                samples.put(point.timeMs(), point.mean());
            }
            double before = Double.NaN;
            double lowest = Double.NaN;
            double end = Double.NaN;
            for (SeriesPoint point : all(store, board, BoardMetrics.ACCURACY)) {
                if (samples.getOrDefault(point.timeMs(), 0.0) <= DRIFT_AT) {
                    before = point.mean();
                } else {
                    lowest = Double.isNaN(lowest) ? point.mean() : Math.min(lowest, point.mean());
                    end = point.mean();
                }
            }
            if (Double.isNaN(before) || Double.isNaN(end)) {
                throw new IllegalStateException(boardId(rule) + " has no report " + (Double.isNaN(before) ? "before" : "after") + " the drift");
            }
            outcomes.add(new Outcome(boardId(rule), rule, before, lowest, end));
        }
        return outcomes;
    }
}
