package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.named.GanInit.Arm;
import io.edgedfa.host.experiment.report.Plot;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.report.Report.Section;
import io.edgedfa.host.experiment.report.Spread;
import io.edgedfa.host.experiment.report.Table;
import io.edgedfa.host.experiment.study.Cell;
import io.edgedfa.host.experiment.study.Outcome;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.TrainTrial;
import io.edgedfa.host.experiment.study.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What {@link GanInit}'s runs say: errors early and late, epochs to targets, and what did not learn. */
record GanInitReport(GanInit study, Plan plan, Outcomes outcomes) {

    private static final int FEW_EPOCHS = 3;
    /** Beyond this test error in percent a run has not learned what it should. */
    private static final double NOT_LEARNED = 50;

    private Cell cell(Arm arm, int labels) {
        return outcomes.cell(Seeded.cell(plan, seed -> study.trial(plan, arm, labels, seed)));
    }

    Report report() {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("Test error after the last epoch, %",
                "Mean ± sample standard deviation over the seeds, by number of labelled images.",
                List.of(byLabels((arm, labels) -> cell(arm, labels).text(result -> result.last().testErrorPercent(), 2))),
                curves()));
        sections.add(Section.of("Test error after " + few() + " epochs, %", "The same runs, earlier.",
                List.of(byLabels((arm, labels) -> cell(arm, labels).text(early(), 2))), List.of()));
        sections.add(Section.of("Test error less that of the random start, points", "After the last epoch, of runs with the same seed, so with"
                + " the same head; negative where pretraining helped.", List.of(byLabels((arm, labels) -> difference(arm, labels))),
                List.of()));
        sections.add(Section.of("Epochs until a test error is reached", "Mean over the seeds that reached it; how many did, unless all.",
                GanInit.labels(plan).stream().map(labels -> epochsToTargets(labels)).toList(), List.of()));
        sections.add(Section.of("Runs that did not learn", "That diverged or ended with a test error above " + Plan.text(NOT_LEARNED) + "%.",
                List.of(byLabels((arm, labels) -> notLearned(cell(arm, labels)))), List.of()));
        sections.add(Section.measured("Seconds per run", "Without pretraining. " + TrainTrial.AS_MEASURED,
                List.of(byLabels((arm, labels) -> cell(arm, labels).text(TrialResult::seconds, 1))), List.of()));
        return new Report("gan-init: adversarially pretrained starts", plan.summary(), notes(), sections);
    }

    private static List<String> notes() {
        return List.of("gan: the blocks before a network's last one, followed by their mirror image, are the generator; it takes the data"
                        + " itself and learns against an MLP of 256 hidden units (a CNN for convolutional networks). gan+rec r: the generator's"
                        + " loss is a mixture, r of it half the squared distance between input and output; autoencoder: only that.",
                "Pretraining sees the training samples said above without their labels, for as many epochs as follow (Adam, learning rate 1e-3,"
                        + " discriminator 5e-4, first moment 0.5, batch 64). Then all blocks learn from the labelled images.",
                "An epoch shows every labelled image once, but at least " + TransferTrial.LEAST_PER_EPOCH + " images, few ones again and again. Judged"
                        + " on the whole test set. Tanh, cross-entropy, Adam, batch 64, Kaiming uniform weights and feedback.");
    }

    private int few() {
        return Math.min(FEW_EPOCHS, plan.epochs());
    }

    private ToDoubleFunction<TrialResult> early() {
        return result -> result.epochs().get(few() - 1).testErrorPercent();
    }

    private static String text(int labels) {
        return (labels == 0 ? "all" : labels) + " labels";
    }

    private Table table(List<String> columns, BiFunction<Arm, Integer, String> cell) {
        List<String> header = new ArrayList<>(List.of("net", "start", "rule", "rate"));
        header.addAll(columns);
        List<List<String>> rows = new ArrayList<>();
        for (String net : plan.nets()) {
            for (double rate : GanInit.rates(plan)) {
                for (Arm arm : GanInit.arms(plan, net, rate)) {
                    List<String> row = new ArrayList<>(List.of(net, arm.start(), arm.rule(), Plan.text(rate)));
                    IntStream.range(0, columns.size()).forEach(column -> row.add(cell.apply(arm, column)));
                    rows.add(row);
                }
            }
        }
        return new Table(header, rows);
    }

    private Table byLabels(BiFunction<Arm, Integer, String> cell) {
        List<Integer> labels = GanInit.labels(plan);
        return table(labels.stream().map(GanInitReport::text).toList(), (arm, column) -> cell.apply(arm, labels.get(column)));
    }

    private String difference(Arm arm, int labels) {
        if (arm.reconstruction().isEmpty()) {
            return "0";
        }
        Spread spread = Spread.of(IntStream.rangeClosed(1, plan.seeds()).mapToDouble(seed ->
                error(outcomes.of(study.trial(plan, arm, labels, seed))) - error(outcomes.of(study.trial(plan, arm.random(), labels, seed))))
                .filter(Double::isFinite).toArray());
        return spread.count() == 0 ? "-" : (spread.mean() >= 0 ? "+" : "") + spread.text(2);
    }

    private static double error(Outcome outcome) {
        return outcome.isFinished() ? outcome.result().last().testErrorPercent() : Double.NaN;
    }

    private Table epochsToTargets(int labels) {
        List<Double> targets = GanInit.targets(plan);
        return table(targets.stream().map(target -> text(labels) + ", " + Plan.text(target) + "%").toList(),
                (arm, column) -> epochsTo(targets.get(column), cell(arm, labels)));
    }

    private static String epochsTo(double target, Cell cell) {
        double[] epochs = cell.results().stream().map(result -> reached(target, result)).filter(OptionalInt::isPresent)
                .mapToDouble(OptionalInt::getAsInt).toArray();
        String all = epochs.length == cell.outcomes().size() ? "" : " (" + epochs.length + " of " + cell.outcomes().size() + ")";
        return epochs.length == 0 ? "never" : String.format(Locale.ROOT, "%.1f%s", Spread.of(epochs).mean(), all);
    }

    private static OptionalInt reached(double target, TrialResult result) {
        return result.epochs().stream().filter(score -> score.testErrorPercent() <= target).mapToInt(EpochScore::epoch).findFirst();
    }

    private static String notLearned(Cell cell) {
        long failed = cell.outcomes().stream().filter(outcome -> outcome.status() == Outcome.Status.DIVERGED
                || outcome.isFinished() && error(outcome) > NOT_LEARNED).count();
        return failed + " of " + cell.outcomes().size();
    }

    private List<Plot> curves() {
        List<Plot> plots = new ArrayList<>();
        for (String net : plan.nets()) {
            for (int labels : GanInit.labels(plan)) {
                for (double rate : GanInit.rates(plan)) {
                    plots.add(plot(net, labels, rate));
                }
            }
        }
        return plots;
    }

    private Plot plot(String net, int labels, double rate) {
        String title = net + ", " + text(labels) + ", rate " + Plan.text(rate);
        return Plot.lines("gan-init-" + title.replaceAll("[^a-z0-9]+", "-"), title, "epoch", "test error, %",
                GanInit.arms(plan, net, rate).stream().map(arm -> Curves.overEpochs(arm.start() + ", " + arm.rule(), cell(arm, labels),
                        EpochScore::testErrorPercent)).toList());
    }
}
