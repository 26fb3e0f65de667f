package io.edgedfa.host.app.bench;

import io.edgedfa.engine.EngineException;
import io.edgedfa.file.WholeFile;
import io.edgedfa.host.app.console.OutputFile;
import io.edgedfa.host.app.console.ThisProgram;
import io.edgedfa.host.bench.Bench;
import io.edgedfa.host.bench.BenchResult;
import io.edgedfa.host.bench.BenchSettings;
import io.edgedfa.host.bench.BenchTable;
import io.edgedfa.host.bench.peer.Workload;
import io.edgedfa.host.experiment.Nets;
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

/** {@code bench}: training steps side by side. Exit codes: 0, 2 for a value that cannot be used, 1 for a failure. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Times training steps in turns with those of peers, against the least time this machine would need.",
        footer = {
            "%nLists are separated by commas; every combination is a workload. us/step is a median; ratio is the median over"
                + " pairs of turns of the peer's time by ours; floor is the least time (operations by the sgemm peak plus bytes by the"
                + " copy bandwidth, both measured first) by ours.",
            "PyTorch runs backpropagation whatever --rules says; nd4j runs our step."})
public final class BenchCommand implements Callable<Integer> {
    private static final List<String> NONE = List.of("none");

    @Spec
    private CommandSpec spec;

    @Option(names = "--nets", split = ",", paramLabel = "NET",
            description = Nets.FORMS + ". Default: fc1-1000,fc2-1000,conv2-5x5; with --quick fc1-1000.")
    private List<String> nets;

    @Option(names = "--rules", split = ",", paramLabel = "RULE", defaultValue = "dfa",
            description = "Learning rules of our side, see experiment train --help. Default: ${DEFAULT-VALUE}.")
    private List<String> rules;

    @Option(names = "--optimizers", split = ",", paramLabel = "NAME",
            description = "sgd, momentum, adam. Default: all; with --quick sgd,adam.")
    private List<String> optimizers;

    @Option(names = "--batches", split = ",", paramLabel = "N",
            description = "Samples per step, each 1 to 4096. Default: 1,8,64,256; with --quick 1,64.")
    private List<Integer> batches;

    @Option(names = "--threads", split = ",", paramLabel = "N",
            description = "That each side may compute with, each 1 to 256. Default: 1,2; with --quick 1.")
    private List<Integer> threads;

    @Option(names = "--peers", split = ",", paramLabel = "PEER", defaultValue = "pytorch,nd4j",
            description = "pytorch, nd4j, or none. Peers that are not there are named. Default: ${DEFAULT-VALUE}.")
    private List<String> peers;

    @Option(names = "--seconds", paramLabel = "S",
            description = "Per workload, all sides together, after a warm-up; 0.01 to 3600. Default: 3; with --quick 1.")
    private Double seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "0",
            description = "Measure exactly so many rounds of turns per workload, 1 to 1000000, instead of going by --seconds."
                    + " Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--memory", description = "Also train each side alone in a process of its own, at the largest batch,"
            + " and tell its peak resident memory.")
    private boolean memory;

    @Option(names = "--quick", description = "A subset that takes seconds; marked in the output.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result there.")
    private Path json;

    @Option(names = "--alone", paramLabel = "SIDE", hidden = true,
            description = "Only train this side with the first of each list, then tell this process's peak memory.")
    private String alone;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        BenchSettings settings = settings();
        OutputFile.check(spec, "--json", json);
        try {
            if (alone != null) {
                out.println(Bench.trainAlone(alone, Workload.of(settings.nets().get(0), settings.rules().get(0),
                        settings.optimizers().get(0), settings.batches().get(0), settings.threads().get(0)), settings.seconds()));
                return 0;
            }
            BenchResult result = new Bench(settings, new BenchTable(out), this::commandOf).run();
            if (json != null) {
                WholeFile.write(json, result.json().getBytes(StandardCharsets.UTF_8));
            }
            return 0;
        } catch (EngineException | IOException | LinkageError e) {
            spec.commandLine().getErr().println("error: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            spec.commandLine().getErr().println("error: nets " + settings.nets() + " with batches " + settings.batches()
                    + " do not fit into memory (" + e.getMessage() + "); give Java more with -Xmx, or make them smaller");
        }
        return spec.exitCodeOnExecutionException();
    }

    private BenchSettings settings() {
        try {
            return new BenchSettings(
                    nets != null ? nets : quick ? List.of("fc1-1000") : List.of("fc1-1000", "fc2-1000", "conv2-5x5"),
                    rules,
                    optimizers != null ? optimizers : quick ? List.of("sgd", "adam") : List.of("sgd", "momentum", "adam"),
                    batches != null ? batches : quick ? List.of(1, 64) : List.of(1, 8, 64, 256),
                    threads != null ? threads : quick ? List.of(1) : List.of(1, 2),
                    peers.equals(NONE) ? List.of() : peers,
                    seconds != null ? seconds : quick ? 1 : 3,
                    rounds, memory, quick);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    /** This program again, for one side. The same heap for all, so that Java's habit of taking what is there does not count. */
    private List<String> commandOf(BenchResult.Memory row) {
        return ThisProgram.command(List.of("-Xmx512m", "-XX:+UseSerialGC"), List.of("bench",
                "--alone", row.side(), "--nets", row.net(), "--rules", row.rule(), "--optimizers", row.optimizer(),
                "--batches", Integer.toString(row.batch()), "--threads", Integer.toString(row.threads()), "--peers", "none"));
    }
}
