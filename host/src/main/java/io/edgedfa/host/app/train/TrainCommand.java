package io.edgedfa.host.app.train;

import io.edgedfa.device.agent.safeguard.HeldOut;
import io.edgedfa.engine.EngineException;
import io.edgedfa.file.WholeFile;
import io.edgedfa.host.app.console.OutputFile;
import io.edgedfa.host.data.DataSets;
import io.edgedfa.host.data.HeldOutFiles;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.DivergedException;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.experiment.TrainResult;
import io.edgedfa.host.experiment.TrainRun;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.host.experiment.study.MemoryNeed;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.DataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code experiment train}: one training run. Exit codes: 0, 2 for a value that cannot be used, 1 for a failure. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Trains one network and judges it on the test set after every epoch.")
final class TrainCommand implements Callable<Integer> {

    private final Function<Consumer<String>, DataSets> dataSets;

    /** For help. */
    static final class RuleNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Rules.NAMES.iterator();
        }
    }

    /** For help. */
    static final class FeedbackNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Feedback.NAMES.iterator();
        }
    }

    /** For help. */
    static final class InitNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return InitialWeights.NAMES.iterator();
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", defaultValue = "mnist", paramLabel = "DATA",
            description = "mnist, digits, or a folder with the four IDX files. mnist is looked for in $EDGE_DFA_DATA/mnist,"
                    + " then in the user cache, then downloaded into the cache.")
    private String data;

    @Option(names = "--net", defaultValue = "fc1-1000", paramLabel = "NET", description = Nets.FORMS + ".")
    private String net;

    @Option(names = "--rule", defaultValue = "dfa", paramLabel = "RULE", completionCandidates = RuleNames.class,
            description = "${COMPLETION-CANDIDATES}.")
    private String rule;

    @Option(names = "--feedback", defaultValue = Feedback.DEFAULT, paramLabel = "NAME", completionCandidates = FeedbackNames.class,
            description = "How feedback matrices are drawn: ${COMPLETION-CANDIDATES}; default lets the rule choose.")
    private String feedback;

    @Option(names = "--optimizer", defaultValue = "adam", paramLabel = "NAME", description = "sgd, momentum or adam.")
    private String optimizer;

    @Option(names = "--learning-rate", defaultValue = "1e-4", paramLabel = "RATE", description = "1e-12 to 1e6.")
    private double learningRate;

    @Option(names = "--batch", defaultValue = "64", paramLabel = "N",
            description = "Samples per step, 1 to 65536; the last step of an epoch takes what is left.")
    private int batch;

    @Option(names = "--epochs", defaultValue = "3", paramLabel = "N", description = "Passes, 1 to 100000.")
    private int epochs;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N",
            description = "Of weights, feedback matrices and shuffles; a 64-bit number.")
    private long seed;

    @Option(names = "--activation", defaultValue = "tanh", paramLabel = "NAME",
            description = "After each hidden block: " + Layer.ACTIVATIONS + ".")
    private String activation;

    @Option(names = "--init", defaultValue = "kaiming", paramLabel = "NAME", completionCandidates = InitNames.class,
            description = "Initial weights: ${COMPLETION-CANDIDATES}. kaiming is uniform with the gain that fits the activation;"
                    + " framework draws all uniform within 1/sqrt(inputs), biases, too.")
    private String init;

    @Option(names = "--loss", defaultValue = "cross-entropy", paramLabel = "NAME",
            description = "cross-entropy, or squared-error (with a sigmoid output).")
    private String loss;

    @Option(names = "--engine", defaultValue = "ort", paramLabel = "NAME", description = "What runs the training step: " + TrainSettings.ENGINES)
    private String engine;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "N",
            description = "1 to 1024, or 0: the engine chooses by the work per step.")
    private int threads;

    @Option(names = "--samples", defaultValue = "0", paramLabel = "N",
            description = "Learn from the first N training samples only; 0: from all.")
    private int samples;

    @Option(names = "--angles",
            description = "After each epoch, measure per hidden block the angle between the rule's signal and backpropagation's.")
    private boolean angles;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result there.")
    private Path json;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the trained model there, as ONNX.")
    private Path save;

    @Option(names = "--held-out", paramLabel = "N",
            description = "With --save NAME.onnx, also write N samples of the test set to NAME-held-out/, 1 to 10000: with them a board"
                    + " notices when learning makes the model worse.")
    private Integer heldOut;

    TrainCommand(Function<Consumer<String>, DataSets> dataSets) {
        this.dataSets = dataSets;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            TrainSettings settings = usable(() -> new TrainSettings(data, net, rule, feedback, optimizer, learningRate, batch, epochs,
                    seed, activation, init, loss, engine, threads, samples, angles));
            usable(() -> {
                TrainSettings.checkPresent(settings.engine());
                return null;
            });
            OutputFile.check(spec, "--json", json);
            OutputFile.check(spec, "--save", save);
            checkHeldOut();
            TrainTestSplit split = usable(() -> dataSets.apply(err::println).open(data));
            usable(() -> {
                MemoryNeed.of(settings, split).check(1, MemoryNeed.Free.now());
                return null;
            });
            try (TrainRun run = usable(() -> new TrainRun(settings, split))) {
                train(run, settings, split);
            }
            return 0;
        } catch (DataException | DivergedException | EngineException | IOException e) {
            err.println("error: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            err.println("error: net " + net + " with batch " + batch + " does not fit into memory (" + e.getMessage()
                    + "); give Java more with -Xmx, or make it smaller");
        }
        return spec.exitCodeOnExecutionException();
    }

    private void checkHeldOut() {
        if (heldOut != null && (save == null || heldOut < 1 || heldOut > HeldOut.MAX_SAMPLES)) {
            throw new ParameterException(spec.commandLine(), "--held-out = " + heldOut + "; allowed: 1 to " + HeldOut.MAX_SAMPLES
                    + ", together with --save");
        }
    }

    private void train(TrainRun run, TrainSettings settings, TrainTestSplit split) throws IOException {
        TrainResult result;
        try (StepBar bar = StepBar.on(spec.commandLine().getOut(), "training", run.totalSteps())) {
            result = run.run(new TrainProgress(bar));
        }
        if (json != null) {
            WholeFile.write(json, ResultJson.write(result).getBytes(StandardCharsets.UTF_8));
        }
        if (save != null) {
            ModelFile.write(save, model(run, result, settings, split));
        }
        if (heldOut != null) {
            HeldOutFiles.write(split.test(), heldOut, HeldOutFiles.besides(save));
        }
        double seconds = result.epochs().stream().mapToDouble(EpochScore::seconds).sum();
        spec.commandLine().getOut().println(String.format(Locale.ROOT,
                "%s on %s, %s, %s: test error %.2f%% after epoch %d, best %.2f%% after epoch %d, %.1f s",
                net, data, rule, optimizer, result.last().testErrorPercent(), result.last().epoch(),
                result.best().testErrorPercent(), result.best().epoch(), seconds));
    }

    private Model model(TrainRun run, TrainResult result, TrainSettings settings, TrainTestSplit split) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(Provenance.RULE, settings.rule());
        entries.put("feedback", settings.feedback());
        entries.put(Provenance.SEED, Long.toString(settings.seed()));
        entries.put(Provenance.OPTIMIZER, settings.optimizer());
        entries.put(Provenance.LEARNING_RATE, Double.toString(settings.learningRate()));
        entries.put(Provenance.DATA, split.train().name());
        entries.put(Provenance.DATA_SHA256, split.train().sha256());
        entries.put(Provenance.SAMPLES, Long.toString((long) settings.epochs() * split.first(settings.samples()).train().size()));
        entries.put("batch", Integer.toString(settings.batch()));
        entries.put("epochs", Integer.toString(settings.epochs()));
        entries.put("init", settings.init());
        entries.put("loss", settings.loss());
        entries.put("test_error_percent", Double.toString(result.last().testErrorPercent()));
        String id = split.name().equals(data) && data.matches("[a-z]+") ? data + "-" + net : net;
        return new Model(id, 1, run.network(), run.parameters(), Provenance.now(entries));
    }

    /** Refusals of values start with the name of the option they are about. */
    private <T> T usable(Callable<T> step) throws IOException {
        try {
            return step.call();
        } catch (IOException | RuntimeException e) {
            if (e instanceof IllegalArgumentException && !(e instanceof DataException)) {
                throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
            }
            throw e;
        } catch (Exception e) {
            throw new AssertionError("no step throws other checked exceptions", e);
        }
    }
}
