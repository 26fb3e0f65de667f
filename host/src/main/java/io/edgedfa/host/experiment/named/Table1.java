package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.report.Plot;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.report.Report.Section;
import io.edgedfa.host.experiment.report.Spread;
import io.edgedfa.host.experiment.report.Table;
import io.edgedfa.host.experiment.study.Cell;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Study;
import io.edgedfa.host.experiment.study.TrainTrial;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Does it matter how the matrices of feedback alignment are drawn? Six networks, four initialisers, against published values. */
final class Table1 implements Study {

    /** Our name of the initialiser by the published one. */
    private static final Map<String, String> FEEDBACK = new LinkedHashMap<>();
    /** Published mean and standard deviation of the lowest test error in percent, in the order of {@link #FEEDBACK}. */
    private static final Map<String, List<Spread>> PUBLISHED = new LinkedHashMap<>();

    static {
        FEEDBACK.put("UFA", "kaiming-uniform");
        FEEDBACK.put("OFA", "orthogonal");
        FEEDBACK.put("OUFA", "orthogonal-kaiming");
        FEEDBACK.put("OSFA", "orthogonal-sparse");
        publish("fc1-1000", 1.75, 0.06, 1.77, 0.04, 1.75, 0.07, 1.75, 0.05);
        publish("fc2-1000", 1.67, 0.05, 1.64, 0.05, 1.67, 0.03, 1.62, 0.03);
        publish("fc3-800", 1.60, 0.06, 1.58, 0.04, 1.58, 0.04, 1.57, 0.05);
        publish("fc4-800", 1.69, 0.05, 1.65, 0.04, 1.66, 0.04, 1.68, 0.06);
        publish("conv1-5x5", 1.24, 0.02, 1.25, 0.04, 1.21, 0.06, 1.23, 0.04);
        publish("conv2-5x5", 0.82, 0.06, 0.80, 0.06, 0.76, 0.04, 0.78, 0.06);
    }

    private static void publish(String net, double... meanAndDeviation) {
        List<Spread> row = new ArrayList<>();
        for (int i = 0; i < meanAndDeviation.length; i += 2) {
            row.add(new Spread(meanAndDeviation[i], meanAndDeviation[i + 1], 10));
        }
        PUBLISHED.put(net, row);
    }

    @Override
    public String name() {
        return "table1";
    }

    @Override
    public String summary() {
        return "Feedback alignment under four initialisers of its feedback, on six networks, beside published values.";
    }

    @Override
    public Plan plan(boolean quick) {
        List<String> nets = List.copyOf(PUBLISHED.keySet());
        return quick ? new Plan("mnist", nets, 2, 3, 6_400, "ort", true) : new Plan("mnist", nets, 10, 100, 0, "ort", false);
    }

    @Override
    public List<Trial> trials(Plan plan) {
        List<Trial> trials = new ArrayList<>();
        for (int seed = 1; seed <= plan.seeds(); seed++) {
            for (String net : plan.nets()) {
                for (String feedback : FEEDBACK.values()) {
                    trials.add(trial(plan, net, feedback, seed));
                }
            }
        }
        return trials;
    }

    private static Trial trial(Plan plan, String net, String feedback, int seed) {
        return new TrainTrial(TrainTrial.base(plan, net, seed).rule("fa").feedback(feedback).activation("tanh")
                .init("framework").loss("cross-entropy").optimizer("adam").learningRate(1e-4).batch(64).build());
    }

    private static Cell cell(Plan plan, Outcomes outcomes, String net, String feedback) {
        return outcomes.cell(Seeded.cell(plan, seed -> trial(plan, net, feedback, seed)));
    }

    @Override
    public Report report(Plan plan, Outcomes outcomes) {
        ToDoubleFunction<TrialResult> lowest = result -> result.best().testErrorPercent();
        ToDoubleFunction<TrialResult> last = result -> result.last().testErrorPercent();
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("Lowest test error over the epochs, %", "Mean ± sample standard deviation over the seeds.",
                List.of(table(plan, outcomes, lowest)), List.of(errors(plan, outcomes, lowest))));
        sections.add(Section.of("Test error after the last epoch, %", "Not chosen by the test set.",
                List.of(table(plan, outcomes, last)), List.of()));
        sections.add(Section.of("Beside the published values, %",
                "Lowest over the epochs; difference of the means, ours less published.", List.of(beside(plan, outcomes, lowest)), List.of()));
        sections.add(Section.of("Over the epochs", "Mean over the seeds.", List.of(), epochs(plan, outcomes)));
        sections.add(Section.measured("Seconds per run", TrainTrial.AS_MEASURED,
                List.of(table(plan, outcomes, TrialResult::seconds)), List.of()));
        return new Report("table1: feedback alignment under four initialisers", plan.summary(), notes(), sections);
    }

    private static List<String> notes() {
        return List.of(
                "UFA: feedback Kaiming uniform; OFA: orthogonal; OUFA: orthogonal between hidden layers, Kaiming uniform at the output;"
                        + " OSFA: the same with sparse at the output. Tanh, cross-entropy, Adam, learning rate 1e-4.",
                "Our assumptions, as they are not published: batch 64; inputs scaled to [0, 1]; weights and biases uniform within"
                        + " 1/sqrt(inputs), as the common frameworks start; conv1-5x5 is 32 channels of 5x5 (padding 2), tanh, 2x2 max-pool,"
                        + " dense 1000, dense 10; conv2-5x5 has a second such block of 64 channels.",
                "The lowest error over the epochs is chosen by the test set itself and therefore optimistic; the last epoch's is not.",
                "Initialisers whose means differ by less than one standard deviation name no winner.");
    }

    private static Table table(Plan plan, Outcomes outcomes, ToDoubleFunction<TrialResult> number) {
        List<String> header = new ArrayList<>(List.of("net"));
        header.addAll(FEEDBACK.keySet());
        List<List<String>> rows = new ArrayList<>();
        for (String net : plan.nets()) {
            List<String> row = new ArrayList<>(List.of(net));
            FEEDBACK.values().forEach(feedback -> row.add(cell(plan, outcomes, net, feedback).text(number, 2)));
            rows.add(row);
        }
        return new Table(header, rows);
    }

    private static Table beside(Plan plan, Outcomes outcomes, ToDoubleFunction<TrialResult> lowest) {
        List<List<String>> rows = new ArrayList<>();
        for (String net : plan.nets()) {
            int column = 0;
            for (Map.Entry<String, String> feedback : FEEDBACK.entrySet()) {
                Cell ours = cell(plan, outcomes, net, feedback.getValue());
                List<Spread> row = PUBLISHED.get(net);
                Spread published = row == null ? Spread.of() : row.get(column);
                double difference = ours.spread(lowest).mean() - published.mean();
                rows.add(List.of(net, feedback.getKey(), ours.text(lowest, 2), published.text(2),
                        Double.isNaN(difference) ? "-" : String.format(Locale.ROOT, "%+.2f", difference)));
                column++;
            }
        }
        return new Table(List.of("net", "feedback", "ours", "published", "difference"), rows);
    }

    private static Plot errors(Plan plan, Outcomes outcomes, ToDoubleFunction<TrialResult> lowest) {
        List<Plot.Curve> curves = FEEDBACK.entrySet().stream().map(feedback -> Curves.overLabels(feedback.getKey(), plan.nets().stream()
                .map(net -> cell(plan, outcomes, net, feedback.getValue()).spread(lowest)).toList())).toList();
        return Plot.points("table1-lowest", "Lowest test error, mean ± standard deviation", "", "test error, %", plan.nets(), curves);
    }

    private static List<Plot> epochs(Plan plan, Outcomes outcomes) {
        return plan.nets().stream().map(net -> Plot.logLines("table1-epochs-" + net, net, "epoch", "test error, %",
                FEEDBACK.entrySet().stream().map(feedback -> Curves.overEpochs(feedback.getKey(),
                        cell(plan, outcomes, net, feedback.getValue()), score -> score.testErrorPercent())).toList())).toList();
    }
}
