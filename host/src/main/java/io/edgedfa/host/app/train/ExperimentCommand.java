package io.edgedfa.host.app.train;

import io.edgedfa.host.app.console.Terminal;
import io.edgedfa.host.app.console.UsageError;
import io.edgedfa.host.app.study.StudyCommand;
import io.edgedfa.host.data.DataSets;
import io.edgedfa.host.data.Mirrors;
import io.edgedfa.host.data.Mnist;
import io.edgedfa.host.experiment.named.Experiments;
import io.edgedfa.host.experiment.study.Study;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code experiment}: what is measured before a board sees it. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        description = "Runs experiments and writes down what they gave.",
        synopsisSubcommandLabel = "NAME")
public final class ExperimentCommand {

    private static final Duration DOWNLOAD_PATIENCE = Duration.ofMinutes(5);

    private ExperimentCommand() {}

    /**
     * The command with its subcommands.
     *
     * @param environment of the process; read: EDGE_DFA_DATA, XDG_CACHE_HOME
     * @param home        the user's folder
     */
    public static CommandLine create(Map<String, String> environment, Path home) {
        return create(dataSets(environment, home));
    }

    /** Data sets by name, those of this user. @return given who is told before a download starts */
    static Function<Consumer<String>, DataSets> dataSets(Map<String, String> environment, Path home) {
        return dataSets(roots(environment, home), Mnist.MIRRORS);
    }

    /** Data sets by name. @return given who is told before a download starts */
    static Function<Consumer<String>, DataSets> dataSets(List<Path> roots, List<URI> mirrors) {
        return notes -> new DataSets(new Mnist(roots, new Mirrors(mirrors, DOWNLOAD_PATIENCE), notes));
    }

    static CommandLine create(Function<Consumer<String>, DataSets> dataSets) {
        CommandLine experiment = new CommandLine(new ExperimentCommand());
        experiment.addSubcommand(new CommandLine(new TrainCommand(dataSets)));
        for (Study study : Experiments.ALL) {
            experiment.addSubcommand(study.name(), StudyCommand.create(study, dataSets, Terminal.isThere()));
        }
        return experiment.setParameterExceptionHandler(new UsageError());
    }

    /** Where data sets are looked for, the cache last. */
    static List<Path> roots(Map<String, String> environment, Path home) {
        List<Path> roots = new ArrayList<>();
        String data = environment.getOrDefault("EDGE_DFA_DATA", "");
        if (!data.isBlank()) {
            roots.add(Path.of(data));
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The XDG base directory specification: a relative path is invalid and must be ignored.
        boolean valid = !cache.isBlank() && Path.of(cache).isAbsolute();
        roots.add((valid ? Path.of(cache) : home.resolve(".cache")).resolve("edge-dfa"));
        return roots;
    }
}
