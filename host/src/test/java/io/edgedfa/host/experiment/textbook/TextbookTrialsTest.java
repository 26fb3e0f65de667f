package io.edgedfa.host.experiment.textbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.stream.DrawnDigits;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextbookTrialsTest {

    private static final TrainTestSplit DIGITS = new TrainTestSplit("digits", DrawnDigits.train(1), DrawnDigits.test(1));
    private static final TrialResult SATURATED = saturated(1);

    @Test
    void shouldLearnXorWhenRateIsOne() {
        List<Double> learned = learned(1, 3_000);
        assertEquals(1, learned.size());
        assertTrue(learned.get(0) > 1 && learned.get(0) <= 3_000, learned.toString());
    }

    @Test
    void shouldSayThatXorIsNotLearnedWhenEpochsAreTooFew() {
        assertEquals(List.of(Double.NaN, Double.NaN), learned(2, 3));
    }

    /** From the same starting point the first start is the same, however many follow. */
    @Test
    void shouldLearnTheSameWhenMoreStartsFollow() {
        assertEquals(learned(1, 3_000), learned(2, 3_000).subList(0, 1));
    }

    @Test
    void shouldLetLessThroughWhenInitialWeightsAreLarger() {
        List<Double> steepness = SATURATED.curves().get(SaturationTrial.overScales(SaturationTrial.STEEPNESS));
        List<Double> passed = SATURATED.curves().get(SaturationTrial.overScales(SaturationTrial.PASSED));
        for (int i = 1; i < passed.size(); i++) {
            assertEquals(2 * steepness.get(i - 1), steepness.get(i), 1e-4 * steepness.get(i), "biases are 0, so a grows with the weights");
            assertTrue(passed.get(i) < passed.get(i - 1), passed.toString());
        }
        assertTrue(passed.get(0) > 0.9 && passed.get(0) <= 1, passed.toString());
    }

    /** With k times steeper units, the same weights give k times the argument of the logistic function. */
    @Test
    void shouldBeAsSteepAsTheSlope() {
        String name = SaturationTrial.overScales(SaturationTrial.STEEPNESS);
        assertEquals(4 * SATURATED.curves().get(name).get(0), saturated(4).curves().get(name).get(0), 1e-6);
    }

    private static List<Double> learned(int starts, int epochs) {
        return new XorTrial(new TextbookCase("2-3-2", 2, 1, 1, "ort"), starts, epochs).run(DIGITS, FormulaTrialTest.SILENT).curves()
                .get(XorTrial.LEARNED_AFTER);
    }

    private static TrialResult saturated(double slope) {
        return new SaturationTrial(new TextbookCase("fc1-5", slope, 0.1, 1, "ort")).run(DIGITS, FormulaTrialTest.SILENT);
    }
}
