package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.StateBytes;
import io.edgedfa.host.experiment.report.Bytes;
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
import io.edgedfa.learning.rule.DirectFeedbackAlignment;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.learning.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All learning rules on the same networks with the same budget: how well, how aligned, how fast, how much memory. */
final class AllRules implements Study {

    /** A row of the tables. */
    private record Contender(String name, String rule, String feedback) {}

    private static final List<Contender> CONTENDERS = Stream.concat(
            Rules.NAMES.stream().map(rule -> new Contender(rule, rule, Feedback.DEFAULT)),
            Stream.of(new Contender("dfa, regenerated", DirectFeedbackAlignment.NAME, Feedback.REGENERATED))).toList();

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String summary() {
        return "All learning rules on the same networks and budget: error, angles to backpropagation, time, memory.";
    }

    @Override
    public Plan plan(boolean quick) {
        return quick ? new Plan("mnist", List.of("fc3-800", "conv1-5x5"), 1, 5, 6_400, "ort", true)
                : new Plan("mnist", List.of("fc2-1000", "fc4-800", "conv1-5x5"), 3, 20, 0, "ort", false);
    }

    @Override
    public List<Trial> trials(Plan plan) {
        List<Trial> trials = new ArrayList<>();
        for (int seed = 1; seed <= plan.seeds(); seed++) {
            for (String net : plan.nets()) {
                for (Contender contender : CONTENDERS) {
                    trials.add(trial(plan, net, contender, seed));
                }
            }
        }
        return trials;
    }

    private static Trial trial(Plan plan, String net, Contender contender, int seed) {
        return new TrainTrial(TrainTrial.base(plan, net, seed).rule(contender.rule()).feedback(contender.feedback()).angles(true).build());
    }

    private static Cell cell(Plan plan, Outcomes outcomes, String net, Contender contender) {
        return outcomes.cell(Seeded.cell(plan, seed -> trial(plan, net, contender, seed)));
    }

    @Override
    public Report report(Plan plan, Outcomes outcomes) {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("Test error after the last epoch, %", "Mean ± sample standard deviation over the seeds.",
                List.of(table(plan, outcomes, result -> result.last().testErrorPercent())), plots(plan, "rules-error", "test error, %",
                        outcomes, EpochScore::testErrorPercent)));
        sections.add(Section.of("Lowest test error over the epochs, %", "Chosen by the test set, so optimistic.",
                List.of(table(plan, outcomes, result -> result.best().testErrorPercent())), List.of()));
        sections.add(Section.of("Angle to backpropagation's signal after the last epoch, degrees",
                "Per hidden block, from the input on; mean over samples of the angle between the rule's signal and"
                        + " backpropagation's. 90 means: no better than chance.",
                List.of(angles(plan, outcomes)), plots(plan, "rules-angle", "mean angle over blocks, degrees", outcomes, AllRules::meanAngle)));
        sections.add(Section.of("Training state", "What is kept from step to step. Second buffers: state that cannot be updated in"
                + " place. Regenerated: feedback that every step computes anew from one number per row and column.",
                List.of(bytes(plan, outcomes)), List.of()));
        sections.add(Section.measured("Seconds of learning per epoch", "Mean over the epochs, without judging, as measured; one thread per"
                + " run, several runs at a time.", List.of(table(plan, outcomes, AllRules::learningSeconds)), List.of()));
        return new Report("rules: all learning rules, same networks, same budget", plan.summary(), notes(), sections);
    }

    private static List<String> notes() {
        return List.of("All with tanh, cross-entropy, Adam at learning rate 1e-4, batch 64, inputs in [0, 1], Kaiming uniform forward"
                        + " weights and feedback. One learning rate for all rules: the rate that suits one best may not suit another.",
                "Angles are between deltas at the preactivations, so after the exact derivatives of activation and pooling; always on the"
                        + " same first 100 training samples.");
    }

    private static double learningSeconds(TrialResult result) {
        return Spread.of(result.curves().get(TrainTrial.LEARNING_SECONDS).stream().mapToDouble(seconds -> seconds).toArray()).mean();
    }

    private static double meanAngle(EpochScore score) {
        return score.angleDegrees().stream().mapToDouble(angle -> angle).average().orElse(Double.NaN);
    }

    private static Table table(Plan plan, Outcomes outcomes, ToDoubleFunction<TrialResult> number) {
        List<String> header = new ArrayList<>(List.of("rule"));
        header.addAll(plan.nets());
        List<List<String>> rows = new ArrayList<>();
        for (Contender contender : CONTENDERS) {
            List<String> row = new ArrayList<>(List.of(contender.name()));
            plan.nets().forEach(net -> row.add(cell(plan, outcomes, net, contender).text(number, 2)));
            rows.add(row);
        }
        return new Table(header, rows);
    }

    private static Table angles(Plan plan, Outcomes outcomes) {
        List<String> header = new ArrayList<>(List.of("rule"));
        header.addAll(plan.nets());
        List<List<String>> rows = new ArrayList<>();
        for (Contender contender : CONTENDERS) {
            List<String> row = new ArrayList<>(List.of(contender.name()));
            for (String net : plan.nets()) {
                row.add(blocks(cell(plan, outcomes, net, contender)));
            }
            rows.add(row);
        }
        return new Table(header, rows);
    }

    private static String blocks(Cell cell) {
        int blocks = cell.results().stream().mapToInt(result -> result.last().angleDegrees().size()).min().orElse(0);
        return blocks == 0 ? "-" : IntStream.range(0, blocks)
                .mapToObj(block -> String.format(Locale.ROOT, "%.0f", cell.spread(result -> result.last().angleDegrees().get(block)).mean()))
                .collect(Collectors.joining(" "));
    }

    private static Table bytes(Plan plan, Outcomes outcomes) {
        List<List<String>> rows = new ArrayList<>();
        for (String net : plan.nets()) {
            for (Contender contender : CONTENDERS) {
                StateBytes bytes = cell(plan, outcomes, net, contender).results().stream().map(TrialResult::bytes).findFirst()
                        .orElse(StateBytes.NONE);
                rows.add(List.of(net, contender.name(), Bytes.text(bytes.weights()), Bytes.text(bytes.moments()),
                        Bytes.text(bytes.secondBuffers()), Bytes.text(bytes.feedback()), Bytes.text(bytes.total())));
            }
        }
        return new Table(List.of("net", "rule", "weights", "Adam's moments", "second buffers", "feedback", "total"), rows);
    }

    private static List<Plot> plots(Plan plan, String name, String quantity, Outcomes outcomes, ToDoubleFunction<EpochScore> number) {
        return plan.nets().stream().map(net -> Plot.lines(name + "-" + net, net, "epoch", quantity, CONTENDERS.stream()
                .map(contender -> Curves.overEpochs(contender.name(), cell(plan, outcomes, net, contender), number)).toList())).toList();
    }
}
