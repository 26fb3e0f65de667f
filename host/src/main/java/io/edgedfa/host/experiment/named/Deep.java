package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.report.Plot;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.report.Report.Section;
import io.edgedfa.host.experiment.report.Table;
import io.edgedfa.host.experiment.study.Cell;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Study;
import io.edgedfa.host.experiment.study.TrainTrial;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Very deep narrow tanh networks (after Nøkland 2016, arXiv 1609.01596): backpropagation multiplies its signal by small weights
 * once per layer, direct feedback alignment never does.
 */
final class Deep implements Study {

    /** How a column starts and learns. */
    private record Way(String name, String rule, String init) {}

    private static final List<Way> WAYS = List.of(
            new Way("bp, small", "bp", "framework"),
            new Way("dfa, small", "dfa", "framework"),
            new Way("bp, zeros", "bp", "zeros"),
            new Way("dfa, zeros", "dfa", "zeros"),
            new Way("bp, scaled", "bp", "kaiming"));

    @Override
    public String name() {
        return "deep";
    }

    @Override
    public String summary() {
        return "Networks of 10, 30 and 100 narrow layers, from small weights: backpropagation against direct feedback alignment.";
    }

    @Override
    public Plan plan(boolean quick) {
        List<String> nets = List.of("fc10-240", "fc30-240", "fc100-240");
        return quick ? new Plan("mnist", nets, 1, 5, 6_400, "ort", true) : new Plan("mnist", nets, 3, 20, 0, "ort", false);
    }

    @Override
    public List<Trial> trials(Plan plan) {
        List<Trial> trials = new ArrayList<>();
        for (int seed = 1; seed <= plan.seeds(); seed++) {
            for (String net : plan.nets()) {
                for (Way way : WAYS) {
                    trials.add(trial(plan, net, way, seed));
                }
            }
        }
        return trials;
    }

    private static Trial trial(Plan plan, String net, Way way, int seed) {
        return new TrainTrial(TrainTrial.base(plan, net, seed).rule(way.rule()).init(way.init()).activation("tanh").build());
    }

    private static Cell cell(Plan plan, Outcomes outcomes, String net, Way way) {
        return outcomes.cell(Seeded.cell(plan, seed -> trial(plan, net, way, seed)));
    }

    @Override
    public Report report(Plan plan, Outcomes outcomes) {
        ToDoubleFunction<TrialResult> last = result -> result.last().testErrorPercent();
        List<Plot.Curve> curves = WAYS.stream().map(way -> Curves.overLabels(way.name(), plan.nets().stream()
                .map(net -> cell(plan, outcomes, net, way).spread(last)).toList())).toList();
        Plot depth = Plot.points("deep-error", "Test error against depth", "", "test error, %", plan.nets(), curves);
        List<Plot> epochs = plan.nets().stream().map(net -> Plot.lines("deep-epochs-" + net, net, "epoch", "test error, %", WAYS.stream()
                .map(way -> Curves.overEpochs(way.name(), cell(plan, outcomes, net, way), score -> score.testErrorPercent())).toList())).toList();
        List<Section> sections = List.of(
                Section.of("Test error after the last epoch, %", "Mean ± sample standard deviation over the seeds; guessing is about 90.",
                        List.of(table(plan, outcomes, last)), List.of(depth)),
                Section.of("Lowest test error over the epochs, %", "Chosen by the test set, so optimistic.",
                        List.of(table(plan, outcomes, result -> result.best().testErrorPercent())), epochs),
                Section.measured("Seconds per epoch", TrainTrial.AS_MEASURED,
                        List.of(table(plan, outcomes, result -> result.seconds() / result.epochs().size())), List.of()));
        return new Report("deep: very deep narrow networks", plan.summary(), notes(), sections);
    }

    private static List<String> notes() {
        return List.of("Small: weights and biases uniform within 1/sqrt(inputs), what the common frameworks do unless told otherwise; a tanh"
                        + " layer then shrinks what passes it by about 0.58. Zeros: all of them, as Nøkland did for direct feedback"
                        + " alignment. Scaled: uniform with gain 5/3, which keeps the signal's size.",
                "Tanh, cross-entropy, Adam at learning rate 1e-4, batch 64, inputs in [0, 1]. fcN-240 has N hidden layers of 240 units.");
    }

    private static Table table(Plan plan, Outcomes outcomes, ToDoubleFunction<TrialResult> number) {
        List<String> header = new ArrayList<>(List.of("net"));
        WAYS.forEach(way -> header.add(way.name()));
        List<List<String>> rows = new ArrayList<>();
        for (String net : plan.nets()) {
            List<String> row = new ArrayList<>(List.of(net));
            WAYS.forEach(way -> row.add(cell(plan, outcomes, net, way).text(number, 2)));
            rows.add(row);
        }
        return new Table(header, rows);
    }
}
