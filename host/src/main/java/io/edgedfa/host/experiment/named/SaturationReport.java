package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.report.Plot;
import io.edgedfa.host.experiment.report.Plot.Curve;
import io.edgedfa.host.experiment.report.Report.Section;
import io.edgedfa.host.experiment.report.Table;
import io.edgedfa.host.experiment.study.Cell;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.textbook.SaturationTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** How updates die where the logistic function saturates. */
final class SaturationReport {
    /** Of k|a|: beyond, there is nothing new to see. */
    private static final double MOST_SHOWN = 60;

    private SaturationReport() {}

    /** @param bySlope the one run of each slope */
    static List<Section> sections(String net, double rate, Map<Double, Cell> bySlope) {
        List<Integer> moments = SaturationTrial.MOMENTS;
        return List.of(
                Section.of("Saturation from large weights, " + net,
                        "Hidden units with all initial weights scaled up: mean of k|a|, and the mean update of a hidden weight at a rate of 1. It grows at first"
                                + " with the weights that carry the signal back, then falls as the units saturate.",
                        List.of(scales(bySlope)),
                        List.of(derivative(bySlope.keySet()), passed(net, bySlope), updates(net, bySlope))),
                Section.of("Saturation while learning, " + net, "Hidden units over the samples learned at eta = " + Plan.text(rate)
                                + ": mean of k|a|, and the share of the signal from behind that the derivatives let through; 100% for units at a = 0.",
                        List.of(moments(bySlope)),
                        List.of(Plot.logLines("sigmoid-learning-" + net, "What the derivatives let through while learning", "samples learned",
                                "share let through", curves(bySlope, moments.stream().map(moment -> (double) moment).toList())))));
    }

    private static List<Curve> curves(Map<Double, Cell> bySlope, List<Double> x) {
        List<Curve> curves = new ArrayList<>();
        bySlope.forEach((slope, cell) -> curves.add(Curve.of("k = " + Plan.text(slope), x,
                numbers(cell, SaturationTrial.overMoments(SaturationTrial.PASSED), x.size()))));
        return curves;
    }

    private static List<Double> numbers(Cell cell, String name, int count) {
        return cell.results().isEmpty() ? IntStream.range(0, count).mapToObj(i -> Double.NaN).toList() : cell.results().get(0).curves().get(name);
    }

    private static Plot derivative(Iterable<Double> slopes) {
        List<Curve> curves = new ArrayList<>();
        for (double k : slopes) {
            List<Double> a = IntStream.rangeClosed(-120, 120).mapToObj(i -> i / 20.0).toList();
            curves.add(Curve.of("k = " + Plan.text(k), a, a.stream().map(value -> {
                double y = 1 / (1 + Math.exp(-k * value));
                return k * y * (1 - y);
            }).toList()));
        }
        return Plot.lines("sigmoid-derivative", "Derivative of the logistic function, k f (1 - f)", "preactivation a", "derivative", curves);
    }

    private static Plot passed(String net, Map<Double, Cell> bySlope) {
        List<Curve> curves = measured(bySlope, SaturationTrial.PASSED);
        List<Double> z = IntStream.rangeClosed(0, 20).mapToObj(i -> i / 2.0).toList(); // beyond, the unit leaves the diagram below
        curves.add(Curve.of("one unit, 4 f (1 - f)", z, z.stream().map(value -> {
            double y = 1 / (1 + Math.exp(-value));
            return 4 * y * (1 - y);
        }).toList()));
        return Plot.logLines("sigmoid-passed-" + net, "Share of the signal that the derivatives let through", "mean k|a| of hidden units",
                "share let through", curves);
    }

    private static Plot updates(String net, Map<Double, Cell> bySlope) {
        return Plot.logLines("sigmoid-updates-" + net, "Updates of hidden weights under larger and larger weights", "mean k|a| of hidden units",
                "mean update at a rate of 1", measured(bySlope, SaturationTrial.UPDATE));
    }

    private static List<Curve> measured(Map<Double, Cell> bySlope, String number) {
        int count = SaturationTrial.SCALES.size();
        List<Curve> curves = new ArrayList<>();
        bySlope.forEach((slope, cell) -> {
            List<Double> x = numbers(cell, SaturationTrial.overScales(SaturationTrial.STEEPNESS), count);
            List<Double> y = numbers(cell, SaturationTrial.overScales(number), count);
            int shown = (int) x.stream().filter(value -> value <= MOST_SHOWN).count();
            curves.add(Curve.of("k = " + Plan.text(slope), x.subList(0, shown), y.subList(0, shown)));
        });
        return curves;
    }

    private static Table scales(Map<Double, Cell> bySlope) {
        return table("initial weights", SaturationTrial.SCALES.stream().map(scale -> "x " + Plan.text(scale)).toList(), bySlope,
                SaturationTrial.overScales(SaturationTrial.STEEPNESS), SaturationTrial.overScales(SaturationTrial.UPDATE), "%.1f: %.1e");
    }

    private static Table moments(Map<Double, Cell> bySlope) {
        return table("samples learned", SaturationTrial.MOMENTS.stream().map(String::valueOf).toList(), bySlope,
                SaturationTrial.overMoments(SaturationTrial.STEEPNESS), SaturationTrial.overMoments(SaturationTrial.PASSED), "%.1f: %.3f");
    }

    private static Table table(String what, List<String> labels, Map<Double, Cell> bySlope, String first, String second, String format) {
        List<String> header = new ArrayList<>(List.of(what));
        bySlope.keySet().forEach(slope -> header.add("k = " + Plan.text(slope)));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            int at = i;
            List<String> row = new ArrayList<>(List.of(labels.get(i)));
            bySlope.values().forEach(cell -> row.add(cell.results().isEmpty() ? cell.text(result -> Double.NaN, 0) : String.format(Locale.ROOT,
                    format, cell.results().get(0).curves().get(first).get(at), cell.results().get(0).curves().get(second).get(at))));
            rows.add(row);
        }
        return new Table(header, rows);
    }
}
