package io.edgedfa.host.experiment.named;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.experiment.StateBytes;
import io.edgedfa.host.experiment.report.Plot;
import io.edgedfa.host.experiment.report.Png;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.report.Table;
import io.edgedfa.host.experiment.study.Outcome;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.host.experiment.textbook.FormulaTrial;
import io.edgedfa.host.experiment.textbook.XorTrial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigmoidTest {

    private static final Plan PLAN = plan(List.of(1.0), List.of(0.5));

    private static Plan plan(List<Double> slopes, List<Double> rates) {
        Map<String, List<Double>> numbers = new LinkedHashMap<>();
        numbers.put("slopes", slopes);
        numbers.put("rates", rates);
        return new Plan("mnist", List.of("fc1-5"), 1, 1, 0, "ort", numbers, false);
    }

    @Test
    void shouldRefuseWhenOneRateIsAboveOne() {
        assertEquals("rates = 2.0, allowed: above 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> new Sigmoid().trials(plan(List.of(1.0), List.of(0.5, 2.0)))).getMessage());
    }

    @Test
    void shouldRefuseWhenASlopeIsNotPositive() {
        assertEquals("slopes = 0.0, allowed: above 0 to 1000",
                assertThrows(IllegalArgumentException.class, () -> new Sigmoid().trials(plan(List.of(0.0), List.of(1.0)))).getMessage());
    }

    @Test
    void shouldSayNoWhenTheProgramDiffersFromTheFormulas() {
        assertEquals(List.of("k = 1", "0.5", "1.0e-01", "2.0e+00", "1.0e-03", "NO"), table(1, 1e-3).rows().get(0));
        assertEquals("yes", table(1, 1e-7).rows().get(0).get(5));
    }

    @Test
    void shouldCountStartsThatLearnXor() {
        assertEquals(List.of("k = 1", "3 of 20, median 30"), table(2, 0).rows().get(0));
    }

    /** Shares have no error bars, and of slopes without a finished run there is nothing to draw. */
    @Test
    void shouldDrawEveryPlot() {
        List<Plot> plots = report(0).plots();
        assertEquals(List.of("sigmoid-xor-2-2-2", "sigmoid-xor-2-3-2", "sigmoid-derivative", "sigmoid-passed-fc1-5"),
                plots.stream().map(Plot::name).toList());
        plots.forEach(plot -> assertTrue(Png.of(plot, Png.Theme.LIGHT).length > 10_000, plot.name()));
    }

    private static Table table(int section, double difference) {
        return report(difference).sections().get(section).tables().get(0);
    }

    private static Report report(double difference) {
        Outcomes outcomes = Outcomes.pending(new Sigmoid().trials(PLAN));
        for (Trial trial : new Sigmoid().trials(PLAN)) {
            Map<String, List<Double>> curves = trial instanceof XorTrial
                    ? Map.of(XorTrial.LEARNED_AFTER, List.of(30.0, Double.NaN, 10.0, 50.0))
                    : Map.of(FormulaTrial.LARGEST_UPDATE, List.of(0.1), FormulaTrial.LARGEST_WEIGHT, List.of(2.0),
                            FormulaTrial.LARGEST_DIFFERENCE, List.of(difference));
            if (trial instanceof XorTrial || trial instanceof FormulaTrial) {
                outcomes = outcomes.with(trial, Outcome.finished(new TrialResult(List.of(), curves, StateBytes.NONE, null)));
            }
        }
        return new Sigmoid().report(PLAN, outcomes);
    }
}
