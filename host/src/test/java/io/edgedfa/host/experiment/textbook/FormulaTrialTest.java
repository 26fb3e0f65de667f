package io.edgedfa.host.experiment.textbook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.textbook.ClosedFormulas.Layer;
import io.edgedfa.host.experiment.textbook.ClosedFormulas.Trace;
import io.edgedfa.host.experiment.textbook.FormulaTrial.Differences;
import io.edgedfa.stream.DrawnDigits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTrialTest {

    private static final TrainTestSplit DIGITS = new TrainTestSplit("digits", DrawnDigits.train(1), DrawnDigits.test(1));
    static final Progress SILENT = new Progress() {
        @Override
        public void step(long step) {}

        @Override
        public void epoch(EpochScore score) {}
    };

    /** Worked out on paper: both units at a = 0, so y = 1/2 and the derivative is k / 4. */
    @Test
    void shouldGiveTheTextbooksDeltasWhenUnitsAreAtZero() {
        Layer first = new Layer(new float[] {1}, new float[] {-1});
        Layer last = new Layer(new float[] {4, -2}, new float[] {-2, 1});
        List<Trace> traces = new ClosedFormulas(2, 0.5).trace(List.of(first, last), new double[] {1}, 0);
        assertArrayEquals(new double[] {-0.25, 0.25}, traces.get(1).delta());
        assertArrayEquals(new double[] {(4 * -0.25 + -2 * 0.25) / 2}, traces.get(0).delta());
        assertEquals(0.5 * 0.5 * 0.25, new ClosedFormulas(2, 0.5).weightUpdate(traces.get(1), 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"fc1-7, 1, 1", "fc3-5, 0.5, 0.3", "fc2-6, 8, 1"})
    void shouldFindTheProgramEqualToTheFormulas(String net, double slope, double rate) {
        Differences found = compare(net, slope, rate, new ClosedFormulas(slope, rate));
        assertTrue(found.update > 1e-4, "updates of " + found.update + " show nothing");
        assertTrue(found.difference <= FormulaTrial.tolerance(found.update, found.weight), found.difference + " of " + found.update);
    }

    /** A thousandth is planted in the slope: far from visible in a learning curve. */
    @Test
    void shouldFindTheDifferenceWhenTheFormulaIsWrong() {
        Differences found = compare("fc1-7", 1, 1, new ClosedFormulas(1.001, 1));
        assertTrue(found.difference > 10 * FormulaTrial.tolerance(found.update, found.weight), found.difference + " of " + found.update);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.0001, Double.NaN})
    void shouldRefuseRateWhenItIsNotAboveZeroToOne(double rate) {
        assertEquals("rates = " + rate + ", allowed: above 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> new TextbookCase("fc1-7", 1, rate, 1, "ort")).getMessage());
    }

    @Test
    void shouldRefuseNetWhenItIsNotDense() {
        FormulaTrial trial = new FormulaTrial(new TextbookCase("conv1-5x5", 1, 1, 1, "ort"), 1);
        assertEquals("nets: 'conv1-5x5' is not dense; the textbook's formulas are for dense networks",
                assertThrows(IllegalArgumentException.class, () -> trial.memory(DIGITS)).getMessage());
    }

    private static Differences compare(String net, double slope, double rate, ClosedFormulas formulas) {
        return new FormulaTrial(new TextbookCase(net, slope, rate, 1, "ort"), 10).compare(DIGITS, formulas, SILENT);
    }
}
