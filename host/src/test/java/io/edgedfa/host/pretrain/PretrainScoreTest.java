package io.edgedfa.host.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PretrainScoreTest {

    private static PretrainScore score(int epoch, double discriminatorLoss, double generatorLoss, double diversity) {
        return new PretrainScore(epoch, discriminatorLoss, generatorLoss, 0.1, 0.5, 0.5, diversity);
    }

    @Test
    void shouldSayHowMuchIsLeftWhenAllIsNearlyTheSame() {
        assertEquals(Optional.of("collapse: what is generated from different inputs is nearly the same, its variance is 4.9% of the real inputs'"),
                score(1, 0.5, 1, 0.049).collapse(null));
        assertEquals(Optional.empty(), score(1, 0.5, 1, 0.05).collapse(null));
    }

    @Test
    void shouldSayThatTheDiscriminatorIsBeyondReachWhenTheGeneratorsLossGrows() {
        PretrainScore before = score(1, 0.02, 5, 0.5);
        assertEquals(Optional.of("collapse: the discriminator tells all apart (loss 0.0090) and the generator's loss grows (6.00 after 5.00)"),
                score(2, 0.009, 6, 0.5).collapse(before));
        assertEquals(Optional.empty(), score(2, 0.009, 4.9, 0.5).collapse(before));
        assertEquals(Optional.empty(), score(2, 0.02, 6, 0.5).collapse(before));
        assertEquals(Optional.empty(), score(1, 0.009, 6, 0.5).collapse(null));
    }

    /** From weights of zeros every input becomes the same grey image, and stays so: a zero block passes no gradient to weights. */
    @Test
    void shouldFindTheCollapseOfARunWhoseGeneratorIgnoresItsInput() throws IOException {
        PretrainSettings settings = new PretrainSettings("digits", "fc1-4", "8", 0, 1e-3, 1e-3, 16, 2, 1, "tanh", "zeros", "ort", 1, 200);
        try (PretrainRun run = new PretrainRun(settings, PretrainFixture.DIGITS)) {
            run.run(new PretrainFixture.Listening());
            List<String> collapsed = PretrainResult.collapsed(run.scores());
            assertEquals(2, collapsed.size(), collapsed.toString());
            assertTrue(collapsed.get(1).startsWith("epoch 2: collapse: what is generated"), collapsed.get(1));
        }
    }
}
