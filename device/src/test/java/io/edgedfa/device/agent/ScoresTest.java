package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.stream.score.Adwin;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private final List<String> drifts = new ArrayList<>();

    @Test
    void shouldTellOneChangeOnce() {
        Scores scores = new Scores(10, 500, Adwin.standard(), drifts::add);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 4_000; i++) {
            boolean wrong = random.nextDouble() < (i < 2_000 ? 0.1 : 0.6);
            scores.add(wrong ? 1 : 0, 0, 1);
        }
        assertEquals(1, drifts.size(), drifts.toString());
        assertTrue(drifts.get(0).startsWith("adwin: predictions got worse by labelled sample 20"), drifts.get(0));
    }

    @Test
    void shouldPutTheCountsOfFewClassesIntoWords() {
        Scores scores = new Scores(2, 500, null, drifts::add);
        scores.add(1, 0, 1);
        scores.add(1, 1, 1);
        scores.add(1, 1, 1);
        assertEquals("0,1;0,2", scores.confusionText());
        assertEquals("", new Scores(21, 500, null, drifts::add).confusionText());
    }
}
