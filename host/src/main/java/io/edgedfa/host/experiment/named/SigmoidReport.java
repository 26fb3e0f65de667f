package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.report.Plot;
import io.edgedfa.host.experiment.report.Plot.Curve;
import io.edgedfa.host.experiment.report.Report.Section;
import io.edgedfa.host.experiment.report.Table;
import io.edgedfa.host.experiment.study.Cell;
import io.edgedfa.host.experiment.study.Outcome;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.host.experiment.textbook.FormulaTrial;
import io.edgedfa.host.experiment.textbook.XorTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/** What the textbook's network learned, over slopes and rates. */
final class SigmoidReport {
    private SigmoidReport() {}

    /** Something for every slope with every rate. */
    static <T> List<T> overAll(Plan plan, BiFunction<Double, Double, T> each) {
        List<T> all = new ArrayList<>();
        Sigmoid.slopes(plan).forEach(slope -> Sigmoid.rates(plan).forEach(rate -> all.add(each.apply(slope, rate))));
        return all;
    }

    /** One row per slope, one column per rate. */
    static Table table(Plan plan, String net, BiFunction<Double, Double, String> cell) {
        List<String> header = new ArrayList<>(List.of(net));
        Sigmoid.rates(plan).forEach(rate -> header.add("eta = " + Plan.text(rate)));
        List<List<String>> rows = new ArrayList<>();
        for (double slope : Sigmoid.slopes(plan)) {
            List<String> row = new ArrayList<>(List.of("k = " + Plan.text(slope)));
            Sigmoid.rates(plan).forEach(rate -> row.add(cell.apply(slope, rate)));
            rows.add(row);
        }
        return new Table(header, rows);
    }

    static Section images(Plan plan, String net, BiFunction<Double, Double, Cell> cells) {
        ToDoubleFunction<TrialResult> last = result -> result.last().testErrorPercent();
        Plot plot = Plot.points("sigmoid-error-" + net, net + " on " + data(plan), "slope k", "test error, %",
                Sigmoid.slopes(plan).stream().map(Plan::text).toList(), Sigmoid.rates(plan).stream().map(rate ->
                        Curves.overLabels("eta = " + Plan.text(rate), Sigmoid.slopes(plan).stream()
                                .map(slope -> cells.apply(slope, rate).spread(last)).toList())).toList());
        return Section.of("Test error after the last epoch, %", "Mean ± sample standard deviation over the seeds; guessing is about 90 of ten classes.",
                List.of(table(plan, net, (slope, rate) -> cells.apply(slope, rate).text(last, 2))), List.of(plot));
    }

    /** A folder's path is too long for a title. */
    private static String data(Plan plan) {
        return plan.data().matches("mnist|digits") ? plan.data() : "images";
    }

    static Section formulas(Plan plan, String net, int steps, BiFunction<Double, Double, Cell> cells) {
        List<List<String>> rows = new ArrayList<>();
        overAll(plan, (slope, rate) -> {
            Cell cell = cells.apply(slope, rate);
            List<String> row = new ArrayList<>(List.of("k = " + Plan.text(slope), Plan.text(rate)));
            for (String number : List.of(FormulaTrial.LARGEST_UPDATE, FormulaTrial.LARGEST_WEIGHT, FormulaTrial.LARGEST_DIFFERENCE)) {
                row.add(cell.results().stream().map(result -> String.format(Locale.ROOT, "%.1e", result.curves().get(number).get(0)))
                        .findFirst().orElse("-"));
            }
            row.add(verdict(cell));
            return row;
        }).forEach(rows::add);
        return Section.of("The program's updates against the closed formulas",
                "All weights and biases of " + net + " over " + steps + " steps, the formulas in double precision from the weights before each"
                        + " step. Equal means: the difference is within the rounding of floats, 1e-5 of the largest update plus 1e-7 of the"
                        + " largest weight.",
                List.of(new Table(List.of(net, "eta", "largest update", "largest weight", "largest difference", "equal"), rows)), List.of());
    }

    private static String verdict(Cell cell) {
        Outcome outcome = cell.outcomes().get(0);
        return outcome.isFinished() ? FormulaTrial.agrees(outcome.result()) ? "yes" : "NO" : cell.text(result -> Double.NaN, 0);
    }

    static Section xor(Plan plan, String net, int starts, int epochs, BiFunction<Double, Double, Cell> cells) {
        Plot plot = new Plot("sigmoid-xor-" + net, "XOR with " + net + ": share of starts that learn it", "slope k", "learned, %",
                Sigmoid.slopes(plan).stream().map(Plan::text).toList(), false, Sigmoid.rates(plan).stream().map(rate ->
                        Curve.of("eta = " + Plan.text(rate), positions(plan), Sigmoid.slopes(plan).stream()
                                .map(slope -> cells.apply(slope, rate).spread(result -> 100.0 * learned(result).size() / starts).mean())
                                .toList())).toList());
        return Section.of("XOR with " + net,
                "How many of " + starts + " starts learn it within " + epochs + " epochs of four samples, and the median epoch of those that do.",
                List.of(table(plan, net, (slope, rate) -> text(cells.apply(slope, rate), starts))), List.of(plot));
    }

    private static List<Double> positions(Plan plan) {
        List<Double> positions = new ArrayList<>();
        Sigmoid.slopes(plan).forEach(slope -> positions.add((double) positions.size()));
        return positions;
    }

    private static List<Double> learned(TrialResult result) {
        return result.curves().get(XorTrial.LEARNED_AFTER).stream().filter(Double::isFinite).sorted().toList();
    }

    private static String text(Cell cell, int starts) {
        if (cell.results().isEmpty()) {
            return cell.text(result -> Double.NaN, 0);
        }
        List<Double> learned = learned(cell.results().get(0));
        return learned.size() + " of " + starts + (learned.isEmpty() ? "" : ", median " + Math.round(learned.get(learned.size() / 2)));
    }
}
