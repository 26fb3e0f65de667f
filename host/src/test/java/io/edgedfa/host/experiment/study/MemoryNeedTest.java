package io.edgedfa.host.experiment.study;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.data.DataSets;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.TrainSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryNeedTest {

    private static final MemoryNeed NEED = new MemoryNeed("net 'x' with batch 64", 600_000_000, 100_000_000, 200_000_000);

    @Test
    void shouldSayWhatIsNeededAndWhatIsThereWhenTheMachineIsTooSmall() {
        assertRefused("net 'x' with batch 64 needs about 2.00 GB for 2 runs at a time (state 600.0 MB, feedback 200.0 MB, working memory"
                + " 200.0 MB each), there is 1.99 GB free, or try a smaller --parallel", 2, new MemoryNeed.Free(1_990_000_000L, Long.MAX_VALUE));
    }

    @Test
    void shouldSayHowToGetMoreWhenJavaIsTooSmall() {
        assertRefused("net 'x' with batch 64 needs about 600.0 MB for 1 run at a time (state 600.0 MB, feedback 200.0 MB, working memory"
                + " 200.0 MB each), there is 500.0 MB for state; give Java more with -Xmx", 1, new MemoryNeed.Free(Long.MAX_VALUE, 500_000_000));
    }

    @Test
    void shouldAcceptWhatFits() {
        assertDoesNotThrow(() -> NEED.check(2, new MemoryNeed.Free(2_000_000_000L, 1_200_000_000L)));
    }

    /** 784-1000-10 has 795,010 weights and biases; Adam keeps two more of each and the number of steps. */
    @ParameterizedTest
    @CsvSource({"bp, sgd, 795010, 0", "fa, sgd, 795010, 795010", "bp, momentum, 1590020, 0", "bp, adam, 2385031, 0"})
    void shouldCountStateTwiceAndFeedbackAsLargeAsWeights(String rule, String optimizer, long state, long feedback) throws IOException {
        MemoryNeed need = MemoryNeed.of(TrainSettings.DEFAULTS.but().rule(rule).optimizer(optimizer).build(), digits());
        assertEquals(2 * 4 * state, need.state());
        assertEquals(4 * feedback, need.feedback());
    }

    /** Judging 250 images: 32 channels of 28 x 28, before and after tanh, are alive together. */
    @Test
    void shouldCountTheImagesOfAConvolution() throws IOException {
        MemoryNeed need = MemoryNeed.of(TrainSettings.DEFAULTS.but().net("conv1-5x5").rule("bp").batch(1).build(), digits());
        assertTrue(need.working() >= 4L * 250 * 32 * 28 * 28 * 2, need.toString());
    }

    @Test
    void shouldReadWhatLinuxCanStillGive(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("meminfo"), "MemTotal:       24683760 kB\nMemAvailable:   2048 kB\n");
        assertEquals(2048 * 1024, MemoryNeed.Free.available(file));
    }

    @Test
    void shouldRefuseNothingWhenTheSystemDoesNotTell(@TempDir Path folder) {
        assertEquals(Long.MAX_VALUE, MemoryNeed.Free.available(folder.resolve("missing")));
    }

    private static TrainTestSplit digits() throws IOException {
        return new DataSets(null).open("digits");
    }

    private static void assertRefused(String message, int parallel, MemoryNeed.Free there) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> NEED.check(parallel, there)).getMessage());
    }
}
