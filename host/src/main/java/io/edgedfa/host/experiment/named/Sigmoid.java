package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.report.Report.Section;
import io.edgedfa.host.experiment.study.Cell;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Study;
import io.edgedfa.host.experiment.study.TrainTrial;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.host.experiment.textbook.FormulaTrial;
import io.edgedfa.host.experiment.textbook.SaturationTrial;
import io.edgedfa.host.experiment.textbook.TextbookCase;
import io.edgedfa.host.experiment.textbook.XorTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The textbook case: logistic units with a slope, squared error, a step after every sample. */
final class Sigmoid implements Study {

    private static final String SLOPES = "slopes";
    private static final String RATES = "rates";
    /** Two hidden units are the least that can do it; one output per class. */
    private static final List<String> XOR_NETS = List.of("2-2-2", "2-3-2");
    private static final int XOR_STARTS = 20;
    private static final int XOR_EPOCHS = 5_000;
    private static final int COMPARED_STEPS = 100;

    @Override
    public String name() {
        return "sigmoid";
    }

    @Override
    public String summary() {
        return "Logistic units, squared error, one sample at a time: against the closed formulas, on XOR and images, and saturated.";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(SLOPES, "Slopes k of the logistic function, separated by commas; above 0 to 1000.");
        options.put(RATES, "Learning rates, separated by commas; above 0 to 1.");
        return options;
    }

    @Override
    public Plan plan(boolean quick) {
        Map<String, List<Double>> numbers = new LinkedHashMap<>();
        numbers.put(SLOPES, List.of(0.5, 1.0, 2.0, 4.0, 8.0));
        numbers.put(RATES, List.of(0.01, 0.1, 1.0));
        List<String> nets = List.of("fc1-100");
        return quick ? new Plan("mnist", nets, 1, 2, 6_400, "ort", numbers, true) : new Plan("mnist", nets, 2, 2, 0, "ort", numbers, false);
    }

    @Override
    public List<Trial> trials(Plan plan) {
        List<Trial> trials = new ArrayList<>();
        plan.nets().forEach(net -> trials.addAll(SigmoidReport.overAll(plan, (slope, rate) -> formulas(plan, net, slope, rate))));
        XOR_NETS.forEach(net -> trials.addAll(SigmoidReport.overAll(plan, (slope, rate) -> xor(plan, net, slope, rate))));
        plan.nets().forEach(net -> slopes(plan).forEach(slope -> trials.add(saturation(plan, net, slope))));
        for (int seed = 1; seed <= plan.seeds(); seed++) {
            int chosen = seed;
            plan.nets().forEach(net -> trials.addAll(SigmoidReport.overAll(plan, (slope, rate) -> images(plan, net, slope, rate, chosen))));
        }
        return trials;
    }

    static List<Double> slopes(Plan plan) {
        return plan.numbers().get(SLOPES);
    }

    static List<Double> rates(Plan plan) {
        return plan.numbers().get(RATES);
    }

    private static double largestRate(Plan plan) {
        return rates(plan).stream().flatMapToDouble(DoubleStream::of).max().orElseThrow();
    }

    private static Trial formulas(Plan plan, String net, double slope, double rate) {
        return new FormulaTrial(new TextbookCase(net, slope, rate, 1, plan.engine()), COMPARED_STEPS);
    }

    private static Trial xor(Plan plan, String net, double slope, double rate) {
        return new XorTrial(new TextbookCase(net, slope, rate, 1, plan.engine()), XOR_STARTS, XOR_EPOCHS);
    }

    private static Trial saturation(Plan plan, String net, double slope) {
        return new SaturationTrial(new TextbookCase(net, slope, largestRate(plan), 1, plan.engine()));
    }

    private static Trial images(Plan plan, String net, double slope, double rate, int seed) {
        return new TrainTrial(new TextbookCase(net, slope, rate, seed, plan.engine()).settings(TrainTrial.base(plan, net, seed).build()));
    }

    @Override
    public Report report(Plan plan, Outcomes outcomes) {
        List<Section> sections = new ArrayList<>();
        for (String net : plan.nets()) {
            sections.add(SigmoidReport.images(plan, net,
                    (slope, rate) -> outcomes.cell(Seeded.cell(plan, seed -> images(plan, net, slope, rate, seed)))));
        }
        for (String net : plan.nets()) {
            sections.add(SigmoidReport.formulas(plan, net, COMPARED_STEPS, (slope, rate) -> one(outcomes, formulas(plan, net, slope, rate))));
        }
        for (String net : XOR_NETS) {
            sections.add(SigmoidReport.xor(plan, net, XOR_STARTS, XOR_EPOCHS, (slope, rate) -> one(outcomes, xor(plan, net, slope, rate))));
        }
        Map<String, Map<Double, Cell>> saturated = new LinkedHashMap<>();
        for (String net : plan.nets()) {
            Map<Double, Cell> bySlope = new LinkedHashMap<>();
            slopes(plan).forEach(slope -> bySlope.put(slope, one(outcomes, saturation(plan, net, slope))));
            saturated.put(net, bySlope);
        }
        saturated.forEach((net, bySlope) -> sections.addAll(SaturationReport.sections(net, largestRate(plan), bySlope)));
        sections.add(Section.measured("Seconds per run on the images", TrainTrial.AS_MEASURED, plan.nets().stream().map(net ->
                SigmoidReport.table(plan, net, (slope, rate) -> outcomes.cell(Seeded.cell(plan, seed -> images(plan, net, slope, rate, seed)))
                        .text(TrialResult::seconds, 1))).toList(), List.of()));
        return new Report("sigmoid: logistic units, squared error, one sample at a time", plan.summary(), notes(), sections);
    }

    private static Cell one(Outcomes outcomes, Trial trial) {
        return outcomes.cell(List.of(trial));
    }

    private static List<String> notes() {
        return List.of("Every unit is y = 1 / (1 + exp(-k a)), the output's too; the loss is half the sum of squares; w <- w - eta dE/dw"
                        + " after every sample, 0 < eta <= 1. Weights start uniform within sqrt(3 / inputs), biases at 0; inputs in [0, 1].",
                "XOR is learned once the mean loss of an epoch is below " + XorTrial.LEARNED + ", which only happens with all four answers right.",
                "The share that one unit lets through falls exponentially with k|a|, the mean over a layer only about as 1 / k|a|: some of its"
                        + " units are always near a = 0.",
                "A slope k with rate eta and weights w learns as slope 1 does with rate k*k*eta and weights k*w: a steeper unit is also a"
                        + " faster one that starts from larger weights.");
    }
}
