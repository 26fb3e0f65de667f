package io.edgedfa.host.experiment.study;

import io.edgedfa.file.WholeFile;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.host.experiment.report.Markdown;
import io.edgedfa.host.experiment.report.Page;
import io.edgedfa.host.experiment.report.Plot;
import io.edgedfa.host.experiment.report.Png;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.store.runs.RunStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One named experiment from its plan to its files. Run again with the same plan it goes on where it was stopped.
 *
 * @param parallel most trials at a time, 1 to 1024
 * @param folder   gets {@code table.md}, {@code times.md}, {@code results.csv}, {@code report.html}, the plots,
 *     {@code settings.json}, and keeps the finished runs
 */
public record StudyRun(Study study, Plan plan, TrainTestSplit data, int parallel, Path folder) {
    public StudyRun {
        if (parallel < 1 || parallel > 1024) {
            throw new IllegalArgumentException("parallel = " + parallel + ", allowed: 1 to 1024");
        }
    }

    /**
     * What came of it.
     *
     * @param json         the whole result for programs
     * @param plotsMissing why this Java could not draw the plots; empty if it could
     */
    public record Result(Outcomes outcomes, Report report, String json, String plotsMissing) {}

    /**
     * Runs and writes.
     *
     * @throws IllegalArgumentException starting with an option's name, before anything is run, if the plan cannot be run
     * @throws io.edgedfa.host.store.runs.RunStoreException if the folder's finished runs cannot be used
     */
    public Result run(Watcher watcher) throws IOException, InterruptedException {
        List<Trial> trials = study.trials(plan);
        if (new HashSet<>(trials).size() != trials.size()) {
            throw new IllegalStateException(study.name() + " has the same trial twice");
        }
        data.first(plan.samples()); // refuses more than there are
        MemoryNeed.Free there = MemoryNeed.Free.now();
        for (Trial trial : trials) {
            trial.memory(data).check(Math.min(parallel, trials.size()), there);
        }
        try (RunStore store = RunStore.open(folder)) {
            study.keepIn(folder);
            Runner runner = new Runner(data, store, watcher);
            if (!runner.hasAll(trials)) {
                TrainSettings.checkPresent(plan.engine());
            }
            watcher.begin(study, plan, trials, data);
            Outcomes outcomes = runner.run(trials, parallel);
            Report report = study.report(plan, outcomes);
            ResultFiles files = new ResultFiles(study, plan, data, outcomes);
            return new Result(outcomes, report, files.results(), write(report, files));
        }
    }

    /** @return why plots are missing; empty if they are not */
    private String write(Report report, ResultFiles files) throws IOException {
        write("table.md", Markdown.of(report, false));
        if (report.sections().stream().anyMatch(Report.Section::measured)) {
            write("times.md", Markdown.of(report, true));
        }
        write("results.csv", files.csv());
        write("settings.json", files.settings());
        Map<Plot, byte[]> plots = new LinkedHashMap<>();
        String missing = "";
        try {
            for (Plot plot : report.plots()) {
                plots.put(plot, Png.of(plot, Png.Theme.LIGHT));
            }
        } catch (LinkageError | InternalError e) {
            // A Java runtime without fonts, or without the libraries to draw them, has the numbers all the same.
            plots.clear();
            missing = e.getMessage();
        }
        for (Map.Entry<Plot, byte[]> plot : plots.entrySet()) {
            write(plot.getKey().name() + ".png", plot.getValue());
        }
        write("report.html", Page.of(report, plan.quick() ? plan.summary() : "", plots));
        return missing;
    }

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        WholeFile.write(folder.resolve(name), bytes);
    }
}
