package io.edgedfa.host.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.experiment.report.Markdown;
import io.edgedfa.network.Parameters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartComparisonTest {
    private static final PretrainSettings SETTINGS = PretrainFixture.settings("fc1-8", 0, 1e-3, 1, 1);

    /** A block whose activation is stuck at one value can tell nothing apart. */
    @Test
    void shouldTrainFromTheStartItIsGivenAndFromARandomOne() {
        float[] stuck = new float[8];
        Arrays.fill(stuck, 50);
        Map<String, float[]> useless = new HashMap<>(Map.of("block1.weight", new float[784 * 8], "block1.bias", stuck));
        StartComparison.Line line = StartComparison.line(SETTINGS, PretrainFixture.DIGITS, new Parameters(useless), 100, "bp");
        assertEquals(100, line.labels());
        assertTrue(line.randomAccuracy() > 25, line.toString());
        assertTrue(line.pretrainedAccuracy() < 15, line.toString());
    }

    @Test
    void shouldLeaveOutMoreLabelsThanThereAre() {
        assertEquals(List.of(), StartComparison.of(SETTINGS, PretrainFixture.DIGITS.first(99), new Parameters(Map.of())));
    }

    @Test
    void shouldSayWhereARunDiverged() {
        String table = Markdown.of(StartComparison.table(List.of(new StartComparison.Line(100, "dfa", Double.NaN, 12.345))));
        assertTrue(table.contains("| 100    | dfa  | diverged     | 12.3%      |"), table);
    }
}
