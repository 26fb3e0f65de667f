package io.edgedfa.host.app.bench;

import com.google.gson.GsonBuilder;
import io.edgedfa.engine.EngineException;
import io.edgedfa.file.WholeFile;
import io.edgedfa.host.app.console.OutputFile;
import io.edgedfa.host.bench.ReplicaBench;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.host.experiment.TrainSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench-replicas}. Exit codes: 0, 2 for a value that cannot be used, 1 for a failure. */
@Command(
        name = "bench-replicas",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Times training steps of many replicas at once on a card, against the least time the card would need.",
        footer = {
            "%nus/step is a step of all replicas, median over 5 rounds; floor is the least time (operations by the sgemm peak plus bytes"
                + " by the copy bandwidth, both measured on the card first) by ours."})
public final class ReplicaBenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--engine", paramLabel = "NAME", defaultValue = "cuda",
            description = "cuda, or cuda-tf32 with products in TF32. Default: ${DEFAULT-VALUE}.")
    private String engine;

    @Option(names = "--nets", split = ",", paramLabel = "NET", defaultValue = "fc1-1000,fc2-1000,conv2-5x5",
            description = Nets.FORMS + ". Default: ${DEFAULT-VALUE}.")
    private List<String> nets;

    @Option(names = "--rule", paramLabel = "RULE", defaultValue = "fa", description = "See experiment train --help. Default: ${DEFAULT-VALUE}.")
    private String rule;

    @Option(names = "--optimizer", paramLabel = "NAME", defaultValue = "adam", description = "sgd, momentum or adam. Default: ${DEFAULT-VALUE}.")
    private String optimizer;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "64", description = "Samples per step and replica. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--replicas", split = ",", paramLabel = "N", defaultValue = "1,10,40",
            description = "At a time, 1 to 1000 each. Default: ${DEFAULT-VALUE}.")
    private List<Integer> replicas;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "1", description = "Per row, about; 0.01 to 3600. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result there.")
    private Path json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ReplicaBench.Settings settings = settings();
        OutputFile.check(spec, "--json", json);
        try {
            ReplicaBench.Result result = new ReplicaBench(settings, line -> {
                out.println(line);
                out.flush();
            }).run();
            if (json != null) {
                WholeFile.write(json, (new GsonBuilder().setPrettyPrinting().create().toJson(result) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return 0;
        } catch (EngineException | IOException e) {
            spec.commandLine().getErr().println("error: " + e.getMessage());
            return spec.exitCodeOnExecutionException();
        }
    }

    private ReplicaBench.Settings settings() {
        try {
            TrainSettings.checkPresent(engine);
            return new ReplicaBench.Settings(engine, nets, rule, optimizer, batch, replicas, seconds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
