package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.named.TransferTrial.Way;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What was learned with backpropagation from some classes, used for others: with backpropagation and with direct feedback alignment. */
final class Transfer implements Study {

    private static final String LABELS = "labels";
    private static final List<String> RULES = List.of("bp", "dfa");
    private static final double LEARNING_RATE = 1e-3;

    private final PretrainedBodies bodies = new PretrainedBodies();

    /** One row of the table. */
    private record Arm(String net, Way way, String rule) {
        /** Short, for legends. */
        String name() {
            return way.name().toLowerCase(Locale.ROOT) + ", " + rule;
        }
    }

    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public String summary() {
        return "A body pretrained on half of the classes, a new head for the others: backpropagation against direct feedback alignment.";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(LABELS, "How many labelled images of the new classes there are, separated by commas; 0: all.");
    }

    @Override
    public Plan plan(boolean quick) {
        return quick
                ? new Plan("mnist", List.of("fc3-500", "conv1-5x5"), 2, 3, 6_400, "ort", Map.of(LABELS, List.of(100.0, 1_000.0)), true)
                : new Plan("mnist", List.of("fc3-800", "conv1-5x5", "conv2-5x5"), 5, 10, 0, "ort",
                        Map.of(LABELS, List.of(100.0, 1_000.0, 0.0)), false);
    }

    private static List<Arm> arms(String net) {
        List<Arm> arms = new ArrayList<>();
        for (Way way : Way.values()) {
            RULES.forEach(rule -> arms.add(new Arm(net, way, rule)));
        }
        return arms;
    }

    @Override
    public List<Trial> trials(Plan plan) {
        List<Trial> trials = new ArrayList<>();
        for (int seed = 1; seed <= plan.seeds(); seed++) {
            for (String net : plan.nets()) {
                for (int labels : plan.counts(LABELS)) {
                    for (Arm arm : arms(net)) {
                        trials.add(trial(plan, arm, labels, seed));
                    }
                }
            }
        }
        return trials;
    }

    private Trial trial(Plan plan, Arm arm, int labels, int seed) {
        return new TransferTrial(
                TrainTrial.base(plan, arm.net(), seed).rule(arm.rule()).learningRate(LEARNING_RATE).samples(0).angles(true).build(),
                arm.way(), labels, TrainTrial.base(plan, arm.net(), seed).rule("bp").learningRate(LEARNING_RATE).build(), bodies);
    }

    private Cell cell(Plan plan, Outcomes outcomes, Arm arm, int labels) {
        return outcomes.cell(Seeded.cell(plan, seed -> trial(plan, arm, labels, seed)));
    }

    @Override
    public Report report(Plan plan, Outcomes outcomes) {
        List<Section> sections = List.of(
                Section.of("Test error after the last epoch, %", "Mean ± sample standard deviation over the seeds, by number of labelled images.",
                        List.of(table(plan, RULES, (arm, labels) -> cell(plan, outcomes, arm, labels).text(result -> result.last().testErrorPercent(), 2))),
                        curves(plan, outcomes)),
                Section.of("Direct feedback alignment's test error less backpropagation's, points",
                        "Of runs with the same seed, so of the same body and the same images; positive where backpropagation is better.",
                        List.of(differences(plan, outcomes)), List.of()),
                Section.of("Angle to backpropagation's signal after the last epoch, degrees",
                        "Direct feedback alignment's, at the head's hidden block. 90 means: no better than chance.",
                        List.of(table(plan, List.of("dfa"), (arm, labels) -> cell(plan, outcomes, arm, labels).text(Transfer::angle, 0))), List.of()),
                Section.measured("Seconds per run", "Without pretraining. " + TrainTrial.AS_MEASURED,
                        List.of(table(plan, RULES, (arm, labels) -> cell(plan, outcomes, arm, labels).text(TrialResult::seconds, 1))), List.of()));
        return new Report("transfer: a pretrained body, a new head", plan.summary(), notes(), sections);
    }

    private static List<String> notes() {
        return List.of("The body is everything before a network's last two blocks. It learns the first half of the classes with"
                        + " backpropagation, as a part of the whole network and for as many epochs as follow; the head of two dense blocks is"
                        + " then drawn anew for the second half of the classes. From scratch: the body is drawn anew, too.",
                "Training samples as said above count for pretraining; an epoch of the new classes shows every labelled image once, but at"
                        + " least " + TransferTrial.LEAST_PER_EPOCH + " images, few ones again and again. Judged on all test images of the new classes.",
                "Tanh, cross-entropy, Adam at learning rate 1e-3, batch 64, inputs in [0, 1], Kaiming uniform weights and feedback. One"
                        + " learning rate for all: the rate that suits one arm best may not suit another.");
    }

    private static double angle(TrialResult result) {
        List<Double> degrees = result.last().angleDegrees();
        return degrees.isEmpty() ? Double.NaN : degrees.get(degrees.size() - 1);
    }

    private static String text(int labels) {
        return (labels == 0 ? "all" : labels) + " labels";
    }

    private static Table table(Plan plan, List<String> rules, BiFunction<Arm, Integer, String> cell) {
        List<String> header = new ArrayList<>(List.of("net", "body", "rule"));
        plan.counts(LABELS).forEach(labels -> header.add(text(labels)));
        List<List<String>> rows = new ArrayList<>();
        for (String net : plan.nets()) {
            arms(net).stream().filter(arm -> rules.contains(arm.rule())).forEach(arm -> {
                List<String> row = new ArrayList<>(List.of(net, arm.way().text, arm.rule()));
                plan.counts(LABELS).forEach(labels -> row.add(cell.apply(arm, labels)));
                rows.add(row);
            });
        }
        return new Table(header, rows);
    }

    private Table differences(Plan plan, Outcomes outcomes) {
        return table(plan, List.of("dfa"), (arm, labels) -> {
            Spread spread = Spread.of(IntStream.rangeClosed(1, plan.seeds()).mapToDouble(seed ->
                    error(outcomes.of(trial(plan, arm, labels, seed)))
                            - error(outcomes.of(trial(plan, new Arm(arm.net(), arm.way(), "bp"), labels, seed))))
                    .filter(Double::isFinite).toArray());
            String sign = spread.mean() >= 0 ? "+" : "";
            return spread.count() == 0 ? "-" : String.format(Locale.ROOT, "%s%s", sign, spread.text(2));
        });
    }

    private static double error(Outcome outcome) {
        return outcome.isFinished() ? outcome.result().last().testErrorPercent() : Double.NaN;
    }

    private List<Plot> curves(Plan plan, Outcomes outcomes) {
        List<Plot> plots = new ArrayList<>();
        for (String net : plan.nets()) {
            for (int labels : plan.counts(LABELS)) {
                plots.add(Plot.lines("transfer-" + net + "-" + (labels == 0 ? "all" : labels), net + ", " + text(labels), "epoch",
                        "test error, %", arms(net).stream().map(arm -> Curves.overEpochs(arm.name(), cell(plan, outcomes, arm, labels),
                                EpochScore::testErrorPercent)).toList()));
            }
        }
        return plots;
    }
}
