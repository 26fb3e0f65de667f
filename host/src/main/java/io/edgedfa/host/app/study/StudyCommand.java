package io.edgedfa.host.app.study;

import io.edgedfa.engine.EngineException;
import io.edgedfa.file.WholeFile;
import io.edgedfa.host.data.DataSets;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.host.experiment.study.Outcome;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Study;
import io.edgedfa.host.experiment.study.StudyRun;
import io.edgedfa.host.store.runs.RunStoreException;
import io.edgedfa.stream.DataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** {@code experiment NAME}. Exit codes: 0 if every run finished or diverged, 2 for a value that cannot be used, 1 for a failure. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, footer = {"",
    "Finished runs are kept: the same command again goes on where it was stopped. Runs that diverge are marked in the tables."})
public final class StudyCommand implements Callable<Integer> {

    private final Study study;
    private final Function<Consumer<String>, DataSets> dataSets;
    private final boolean terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DATA", description = "mnist, digits, or a folder with the four IDX files.")
    private String data;

    @Option(names = "--nets", split = ",", paramLabel = "NET", description = "Networks, separated by commas.")
    private List<String> nets;

    @Option(names = "--seeds", paramLabel = "N", description = "Runs per cell, with seeds 1 to N; 1 to 1000.")
    private Integer seeds;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes per run, 1 to 100000.")
    private Integer epochs;

    @Option(names = "--samples", paramLabel = "N", description = "Learn from the first N training samples only; 0: from all.")
    private Integer samples;

    @Option(names = "--engine", paramLabel = "NAME", description = "What runs the training steps: " + TrainSettings.ENGINES)
    private String engine;

    @Option(names = "--quick", description = "Minutes instead of hours: fewer samples, epochs and seeds; marked as such everywhere.")
    private boolean quick;

    @Option(names = "--parallel", paramLabel = "N", description = "Runs at a time, one thread each; default: the number of cores.")
    private int parallel = Runtime.getRuntime().availableProcessors();

    @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "Where results go; default: results/NAME, quick ones"
            + " results/NAME-quick.")
    private Path output;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the whole result there, for programs.")
    private Path json;

    private StudyCommand(Study study, Function<Consumer<String>, DataSets> dataSets, boolean terminal) {
        this.study = study;
        this.dataSets = dataSets;
        this.terminal = terminal;
    }

    /** The command of a study, to be added under its name. @param terminal whether lines can be redrawn */
    public static CommandLine create(Study study, Function<Consumer<String>, DataSets> dataSets, boolean terminal) {
        CommandLine command = new CommandLine(new StudyCommand(study, dataSets, terminal));
        study.options().forEach((name, description) -> command.getCommandSpec().addOption(OptionSpec.builder("--" + name).arity("1")
                .splitRegex(",").type(List.class).auxiliaryTypes(Double.class).paramLabel("N").description(description).build()));
        Plan full = study.plan(false);
        Plan quick = study.plan(true);
        command.getCommandSpec().name(study.name()).usageMessage().description(study.summary(),
                "Unless told otherwise: " + full.summary() + "; nets " + String.join(", ", full.nets()) + ".",
                "With --quick: " + quick.epochs() + " epochs of " + quick.samples() + " samples, seeds " + quick.seeds() + "; nets "
                        + String.join(", ", quick.nets()) + ".");
        return command;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return run(err);
        } catch (RunStoreException e) {
            err.println("error: " + e.getMessage());
            return spec.exitCodeOnInvalidInput();
        } catch (DataException | EngineException | IOException e) {
            err.println("error: " + (e instanceof IOException ? e : e.getMessage()));
            return spec.exitCodeOnExecutionException();
        } catch (IllegalArgumentException e) {
            // A single run refuses its net; the option here has several.
            String option = e.getMessage().startsWith("net '") ? "--nets: " : "--";
            throw new ParameterException(spec.commandLine(), option + e.getMessage(), e);
        }
    }

    private int run(PrintWriter err) throws IOException, InterruptedException {
        Plan plan = plan();
        study.trials(plan); // a plan that cannot be run is refused before data are looked for
        checkJson();
        TrainTestSplit split = dataSets.apply(err::println).open(plan.data());
        Path folder = output != null ? output : Path.of("results", study.name() + (plan.quick() ? "-quick" : ""));
        PrintWriter out = spec.commandLine().getOut();
        StudyRun.Result result;
        try (LiveTable table = new LiveTable(out, terminal)) {
            result = new StudyRun(study, plan, split, parallel, folder).run(table);
        }
        if (json != null) {
            WholeFile.write(json, result.json().getBytes(StandardCharsets.UTF_8));
        }
        out.print(Files.readString(folder.resolve("table.md")));
        boolean plots = result.plotsMissing().isEmpty();
        out.println("\nWritten to " + folder + ": table.md, results.csv, report.html, " + (plots ? "plots, " : "") + "settings.json");
        if (!plots) {
            err.println("note: plots are left out, as this Java cannot draw (" + result.plotsMissing() + "); the same command with a copy of "
                    + folder + " draws them on another machine, which needs no engine for what is finished");
        }
        long failed = result.outcomes().count(Outcome.Status.FAILED);
        if (failed > 0) {
            err.println("error: " + failed + " of " + result.outcomes().all().size() + " runs failed; the same command tries them again");
        }
        return failed > 0 ? spec.exitCodeOnExecutionException() : 0;
    }

    private Plan plan() {
        Plan plan = study.plan(quick);
        return new Plan(data == null ? plan.data() : data,
                nets == null ? plan.nets() : nets,
                seeds == null ? plan.seeds() : seeds,
                epochs == null ? plan.epochs() : epochs,
                samples == null ? plan.samples() : samples,
                engine == null ? plan.engine() : engine,
                numbers(plan),
                quick);
    }

    private Map<String, List<Double>> numbers(Plan plan) {
        Map<String, List<Double>> numbers = new LinkedHashMap<>(plan.numbers());
        numbers.replaceAll((name, usual) -> spec.commandLine().getParseResult().matchedOptionValue("--" + name, usual));
        return numbers;
    }

    private void checkJson() {
        if (json == null) {
            return;
        }
        try {
            WholeFile.checkWritable(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("json " + json + " cannot be written (" + e + "); allowed: a file in a folder open for writing", e);
        }
    }
}
