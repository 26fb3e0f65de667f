package io.edgedfa.host.app.train;

import io.edgedfa.engine.EngineException;
import io.edgedfa.file.WholeFile;
import io.edgedfa.host.app.console.OutputFile;
import io.edgedfa.host.data.DataSets;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.DivergedException;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.host.pretrain.Discriminators;
import io.edgedfa.host.pretrain.PretrainResult;
import io.edgedfa.host.pretrain.PretrainSettings;
import io.edgedfa.host.pretrain.Pretraining;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.stream.DataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** {@code pretrain}: starting weights without labels. Exit codes: 0, 2 for a value that cannot be used, 1 for a failure. */
@Command(
        name = "pretrain",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Pretrains a network's blocks before the last one without labels, as a part of a generator that takes the data itself and"
                + " learns against a discriminator, and writes a model with a card, its last block untrained.",
        footer = {"", "NAME.onnx comes with its card NAME.md and a picture per epoch in NAME-images. What was stopped or killed goes on from"
                + " NAME.checkpoint when the same command is given again."})
public final class PretrainCommand implements Callable<Integer> {

    private final Function<Consumer<String>, DataSets> dataSets;

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", defaultValue = "mnist", paramLabel = "DATA",
            description = "mnist, digits, or a folder with the four IDX files; labels are used only to compare at the end.")
    private String data;

    @Option(names = "--net", defaultValue = "fc1-1000", paramLabel = "NET", description = Nets.FORMS + ".")
    private String net;

    @Option(names = "--discriminator", paramLabel = "NET", description = Discriminators.FORMS
            + "; unless said, cnn for convolutional networks, mlp for others.")
    private String discriminator;

    @Option(names = "--reconstruction", defaultValue = "0.5", paramLabel = "SHARE",
            description = "Share of half the squared distance between input and generated input in the generator's loss, 0 to 1: 0 is purely"
                    + " adversarial, which collapses easily, 1 an autoencoder.")
    private double reconstruction;

    @Option(names = "--learning-rate", defaultValue = "1e-3", paramLabel = "RATE", description = "Of the generator, 1e-12 to 1e6.")
    private double learningRate;

    @Option(names = "--discriminator-learning-rate", defaultValue = "5e-4", paramLabel = "RATE", description = "1e-12 to 1e6.")
    private double discriminatorLearningRate;

    @Option(names = "--batch", defaultValue = "64", paramLabel = "N", description = "Inputs per step, 1 to 65536.")
    private int batch;

    @Option(names = "--epochs", defaultValue = "10", paramLabel = "N",
            description = "1 to 100000; an epoch is as many full batches as the data give.")
    private int epochs;

    @Option(names = "--samples", defaultValue = "0", paramLabel = "N", description = "Use the first N training samples only; 0: all.")
    private int samples;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of weights and shuffles; a 64-bit number.")
    private long seed;

    @Option(names = "--activation", defaultValue = "tanh", paramLabel = "NAME",
            description = "After each block of the generator but its last: " + Layer.ACTIVATIONS + ".")
    private String activation;

    @Option(names = "--init", defaultValue = "kaiming", paramLabel = "NAME", completionCandidates = TrainCommand.InitNames.class,
            description = "Initial weights: ${COMPLETION-CANDIDATES}.")
    private String init;

    @Option(names = "--engine", defaultValue = "ort", paramLabel = "NAME", description = "What runs the steps: " + TrainSettings.ENGINES)
    private String engine;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "N",
            description = "1 to 1024, or 0: the engine chooses by the work per step.")
    private int threads;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result there.")
    private Path json;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "NAME.onnx", description = "Write the model there, as ONNX.")
    private Path output;

    private PretrainCommand(Function<Consumer<String>, DataSets> dataSets) {
        this.dataSets = dataSets;
    }

    /**
     * The command.
     *
     * @param environment of the process; read: EDGE_DFA_DATA, XDG_CACHE_HOME
     * @param home        the user's folder
     */
    public static PretrainCommand create(Map<String, String> environment, Path home) {
        return new PretrainCommand(ExperimentCommand.dataSets(environment, home));
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            PretrainSettings settings = new PretrainSettings(data, net, discriminator == null ? Discriminators.suiting(net) : discriminator,
                    reconstruction, learningRate, discriminatorLearningRate, batch, epochs, seed, activation, init, engine, threads, samples);
            checkFiles();
            run(settings, dataSets.apply(err::println).open(data));
            return 0;
        } catch (DataException | DivergedException | EngineException | IOException e) {
            err.println("error: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            // Refusals of values start with the name of the option they are about.
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            err.println("error: net " + net + " with batch " + batch + " does not fit into memory (" + e.getMessage()
                    + "); give Java more with -Xmx, or make it smaller");
        }
        return spec.exitCodeOnExecutionException();
    }

    private void checkFiles() {
        String name = String.valueOf(output.getFileName());
        if (!name.endsWith(Pretraining.ENDING) || name.length() == Pretraining.ENDING.length()) {
            throw new IllegalArgumentException("output " + output + ", allowed: a file whose name ends in " + Pretraining.ENDING);
        }
        OutputFile.check(spec, "--output", output);
        OutputFile.check(spec, "--json", json);
    }

    private void run(PretrainSettings settings, TrainTestSplit split) throws IOException {
        Pretraining pretraining = new Pretraining(settings, split, output);
        PretrainResult result;
        try (StepBar bar = StepBar.on(spec.commandLine().getOut(), "pretraining", pretraining.totalSteps())) {
            result = pretraining.run(new PretrainProgress(bar));
        }
        if (json != null) {
            WholeFile.write(json, ResultJson.text(result).getBytes(StandardCharsets.UTF_8));
        }
        PrintWriter out = spec.commandLine().getOut();
        result.comparison().forEach(line -> out.println(String.format(Locale.ROOT,
                "%d labels, %s: accuracy %.1f%% from this start, %.1f%% from a random one",
                line.labels(), line.rule(), line.pretrainedAccuracy(), line.randomAccuracy())));
        out.println("Written to " + output + ": " + result.model().parameters() + " parameters, " + result.model().bytes() + " bytes");
    }
}
