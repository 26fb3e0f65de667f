package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.report.Plot;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.report.Report.Section;
import io.edgedfa.host.experiment.report.Spread;
import io.edgedfa.host.experiment.report.Table;
import io.edgedfa.host.experiment.study.Cell;
import io.edgedfa.host.experiment.study.Outcome;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Study;
import io.edgedfa.host.experiment.study.TrainTrial;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.host.pretrain.Discriminators;
import io.edgedfa.host.pretrain.PretrainSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Whether adversarial pretraining lets networks converge reliably and in fewer epochs: with backpropagation and direct feedback alignment. */
final class GanInit implements Study {

    private static final String LABELS = "labels";
    private static final String RECONSTRUCTIONS = "reconstructions";
    private static final String TARGETS = "targets";
    private static final List<String> RULES = List.of("bp", "dfa");
    private static final double LEARNING_RATE = 1e-3;
    private static final double DISCRIMINATOR_LEARNING_RATE = 5e-4;
    private static final int FEW_EPOCHS = 3;
    /** Beyond this test error in percent a run has not learned what it should. */
    private static final double NOT_LEARNED = 50;

    private final PretrainedBodies bodies = new PretrainedBodies();

    /** One row of a table. @param reconstruction of the pretraining; empty for a random start */
    private record Arm(String net, Optional<Double> reconstruction, String rule) {
        String start() {
            return GanInitTrial.start(reconstruction);
        }

        Arm random() {
            return new Arm(net, Optional.empty(), rule);
        }
    }

    @Override
    public String name() {
        return "gan-init";
    }

    @Override
    public String summary() {
        return "Random starts against adversarially pretrained ones, with backpropagation and direct feedback alignment, by number of labels.";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(LABELS, "How many labelled images there are, separated by commas; 0: all.");
        options.put(RECONSTRUCTIONS, "Share of the reconstruction error in each pretraining, separated by commas: 0 is purely adversarial.");
        options.put(TARGETS, "Test errors in percent to which epochs are counted, separated by commas.");
        return options;
    }

    @Override
    public void keepIn(Path folder) {
        bodies.keepIn(folder);
    }

    @Override
    public Plan plan(boolean quick) {
        Map<String, List<Double>> numbers = new LinkedHashMap<>();
        numbers.put(LABELS, quick ? List.of(100.0, 1_000.0) : List.of(100.0, 1_000.0, 10_000.0, 0.0));
        numbers.put(RECONSTRUCTIONS, List.of(0.0, 0.5));
        numbers.put(TARGETS, List.of(30.0, 20.0, 10.0, 5.0));
        return quick
                ? new Plan("mnist", List.of("fc1-100", "fc2-100", "fc3-100"), 2, 10, 20_000, "ort", numbers, true)
                : new Plan("mnist", List.of("fc1-400", "fc2-400", "fc3-400"), 5, 30, 0, "ort", numbers, false);
    }

    private static List<Integer> labels(Plan plan) {
        return plan.numbers().get(LABELS).stream().map(count -> {
            if (count != Math.rint(count) || count < 0 || count > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(LABELS + " = " + Plan.text(count) + ", allowed: whole numbers from 0");
            }
            return count.intValue();
        }).toList();
    }

    private static List<Arm> arms(Plan plan, String net) {
        List<Optional<Double>> starts = new ArrayList<>(List.of(Optional.empty()));
        plan.numbers().get(RECONSTRUCTIONS).forEach(share -> {
            if (share < 0 || share > 1) {
                throw new IllegalArgumentException(RECONSTRUCTIONS + " = " + Plan.text(share) + ", allowed: 0 to 1");
            }
            starts.add(Optional.of(share));
        });
        return RULES.stream().flatMap(rule -> starts.stream().map(start -> new Arm(net, start, rule))).toList();
    }

    @Override
    public List<Trial> trials(Plan plan) {
        List<Trial> trials = new ArrayList<>();
        for (int seed = 1; seed <= plan.seeds(); seed++) {
            for (String net : plan.nets()) {
                for (int labels : labels(plan)) {
                    for (Arm arm : arms(plan, net)) {
                        trials.add(trial(plan, arm, labels, seed));
                    }
                }
            }
        }
        return trials;
    }

    private Trial trial(Plan plan, Arm arm, int labels, int seed) {
        Optional<PretrainSettings> pretraining = arm.reconstruction().map(share -> new PretrainSettings(plan.data(), arm.net(),
                Discriminators.suiting(arm.net()), share, LEARNING_RATE, DISCRIMINATOR_LEARNING_RATE, 64, plan.epochs(), seed, "tanh",
                "kaiming", plan.engine(), 1, plan.samples()));
        return new GanInitTrial(TrainTrial.base(plan, arm.net(), seed).rule(arm.rule()).learningRate(LEARNING_RATE).samples(0).build(),
                labels, pretraining, bodies);
    }

    private Cell cell(Plan plan, Outcomes outcomes, Arm arm, int labels) {
        return outcomes.cell(Seeded.cell(plan, seed -> trial(plan, arm, labels, seed)));
    }

    @Override
    public Report report(Plan plan, Outcomes outcomes) {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("Test error after the last epoch, %", "Mean ± sample standard deviation over the seeds, by number of labelled images.",
                List.of(byLabels(plan, (arm, labels) -> cell(plan, outcomes, arm, labels).text(result -> result.last().testErrorPercent(), 2))),
                curves(plan, outcomes)));
        sections.add(Section.of("Test error after " + few(plan) + " epochs, %", "The same runs, earlier.",
                List.of(byLabels(plan, (arm, labels) -> cell(plan, outcomes, arm, labels).text(early(plan), 2))), List.of()));
        sections.add(Section.of("Test error less that of the random start, points", "After the last epoch, of runs with the same seed, so with"
                + " the same head; negative where pretraining helped.", List.of(byLabels(plan, (arm, labels) -> difference(plan, outcomes, arm, labels))),
                List.of()));
        sections.add(Section.of("Epochs until a test error is reached", "Mean over the seeds that reached it; how many did, unless all.",
                labels(plan).stream().map(labels -> epochsToTargets(plan, outcomes, labels)).toList(), List.of()));
        sections.add(Section.of("Runs that did not learn", "That diverged or ended with a test error above " + Plan.text(NOT_LEARNED) + "%.",
                List.of(byLabels(plan, (arm, labels) -> notLearned(cell(plan, outcomes, arm, labels)))), List.of()));
        sections.add(Section.measured("Seconds per run", "Without pretraining, as measured, one thread per run.",
                List.of(byLabels(plan, (arm, labels) -> cell(plan, outcomes, arm, labels).text(TrialResult::seconds, 1))), List.of()));
        return new Report("gan-init: adversarially pretrained starts", plan.summary(), notes(plan), sections);
    }

    private static List<String> notes(Plan plan) {
        return List.of("gan: the blocks before a network's last one, followed by their mirror image, are the generator; it takes the data themselves and"
                        + " learns against an MLP of 256 hidden units (CNN for convolutional networks). gan+rec r: the generator's loss is a mixture, r of"
                        + " it half the squared distance between input and output; autoencoder: only that.",
                "Pretraining sees the training samples said above without their labels, for as many epochs as follow (Adam, learning rate 1e-3,"
                        + " discriminator 5e-4, first moment 0.5, batch 64). Then all blocks learn from the labelled images.",
                "An epoch shows every labelled image once, but at least " + GanInitTrial.LEAST_PER_EPOCH + " images, few ones again and again. Judged"
                        + " on the whole test set. Tanh, cross-entropy, Adam at learning rate 1e-3, batch 64, Kaiming uniform weights and feedback:"
                        + " one setting for all; the rate that suits one start best may not suit another.");
    }

    private static int few(Plan plan) {
        return Math.min(FEW_EPOCHS, plan.epochs());
    }

    private static ToDoubleFunction<TrialResult> early(Plan plan) {
        return result -> result.epochs().get(few(plan) - 1).testErrorPercent();
    }

    private static String text(int labels) {
        return (labels == 0 ? "all" : labels) + " labels";
    }

    private static Table table(Plan plan, List<String> columns, BiFunction<Arm, Integer, String> cell) {
        List<String> header = new ArrayList<>(List.of("net", "start", "rule"));
        header.addAll(columns);
        List<List<String>> rows = new ArrayList<>();
        for (String net : plan.nets()) {
            for (Arm arm : arms(plan, net)) {
                List<String> row = new ArrayList<>(List.of(net, arm.start(), arm.rule()));
                IntStream.range(0, columns.size()).forEach(column -> row.add(cell.apply(arm, column)));
                rows.add(row);
            }
        }
        return new Table(header, rows);
    }

    private static Table byLabels(Plan plan, BiFunction<Arm, Integer, String> cell) {
        List<Integer> labels = labels(plan);
        return table(plan, labels.stream().map(GanInit::text).toList(), (arm, column) -> cell.apply(arm, labels.get(column)));
    }

    private String difference(Plan plan, Outcomes outcomes, Arm arm, int labels) {
        if (arm.reconstruction().isEmpty()) {
            return "0";
        }
        Spread spread = Spread.of(IntStream.rangeClosed(1, plan.seeds()).mapToDouble(seed ->
                error(outcomes.of(trial(plan, arm, labels, seed))) - error(outcomes.of(trial(plan, arm.random(), labels, seed))))
                .filter(Double::isFinite).toArray());
        return spread.count() == 0 ? "-" : (spread.mean() >= 0 ? "+" : "") + spread.text(2);
    }

    private static double error(Outcome outcome) {
        return outcome.isFinished() ? outcome.result().last().testErrorPercent() : Double.NaN;
    }

    private Table epochsToTargets(Plan plan, Outcomes outcomes, int labels) {
        List<Double> targets = plan.numbers().get(TARGETS);
        return table(plan, targets.stream().map(target -> text(labels) + ", " + Plan.text(target) + "%").toList(),
                (arm, column) -> epochsTo(targets.get(column), cell(plan, outcomes, arm, labels)));
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

    private List<Plot> curves(Plan plan, Outcomes outcomes) {
        List<Plot> plots = new ArrayList<>();
        for (String net : plan.nets()) {
            for (int labels : labels(plan)) {
                plots.add(Plot.lines("gan-init-" + net + "-" + (labels == 0 ? "all" : labels), net + ", " + text(labels), "epoch",
                        "test error, %", arms(plan, net).stream().map(arm -> Curves.overEpochs(arm.start() + ", " + arm.rule(),
                                cell(plan, outcomes, arm, labels), EpochScore::testErrorPercent)).toList()));
            }
        }
        return plots;
    }
}
