package io.edgedfa.device.app;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.agent.Learner;
import io.edgedfa.device.agent.LearningSettings;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DrawnDigits;
import io.edgedfa.stream.IdxFolder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code evaluate}: how well a model does on a test set. */
@Command(name = "evaluate", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Measure a model's accuracy on a test set.")
final class EvaluateCommand implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "The ONNX model.")
    private Path file;

    @Option(names = "--data", defaultValue = "digits", paramLabel = "digits|DIR",
            description = "Drawn digits, or a folder with the four IDX files of MNIST or a relative of it, plain or .gz; the test split is used.")
    private String data;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
    private Path json;

    @Override
    public Integer call() throws Exception {
        Model model = ModelFile.read(file, "", new OrtShapeProbe());
        Dataset test = data.equals("digits") ? DrawnDigits.test(DrawnDigits.DEFAULT_SEED) : IdxFolder.read(Path.of(data)).test();
        if (test.features() != model.network().inputs() || test.classes() > model.network().classes()) {
            throw new ConfigException(file + ": takes " + model.network().inputs() + " inputs and has " + model.network().classes()
                    + " classes; allowed: " + test.features() + " and " + test.classes() + " for --data " + data);
        }
        int correct = correct(model, test);
        double accuracy = (double) correct / test.size();
        System.out.printf(Locale.ROOT, "%s: accuracy %.4f, %d of %d correct on %s%n", file, accuracy, correct, test.size(), test.name());
        if (json != null) {
            Map<String, Object> result = new TreeMap<>(Map.of("model", model.id(), "version", model.version(), "data", test.name(),
                    "dataSha256", test.sha256(), "samples", test.size(), "correct", correct, "accuracy", accuracy));
            JsonFile.write(json, result);
        }
        return 0;
    }

    private static int correct(Model model, Dataset test) {
        LearningSettings frozen = new LearningSettings(LearningSettings.FROZEN, Feedback.DEFAULT, "sgd", 1, 1, 0);
        float[] features = new float[test.features()];
        int correct = 0;
        try (Engine engine = Engines.open("ort", Engines.AUTO_THREADS);
                Learner learner = new Learner(engine, model.network(), model.parameters(), frozen)) {
            for (int i = 0; i < test.size(); i++) {
                test.copyFeatures(i, features, 0);
                correct += learner.predict(features) == test.label(i) ? 1 : 0;
            }
        }
        return correct;
    }
}
