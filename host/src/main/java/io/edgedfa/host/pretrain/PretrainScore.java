package io.edgedfa.host.pretrain;

import java.util.Locale;
import java.util.Optional;

/**
 * One epoch, each number the mean over its steps.
 *
 * @param epoch               counts from 1
 * @param discriminatorLoss   cross-entropy per input; log 2 = 0.693 when it guesses
 * @param generatorLoss       {@code -log D(G(x))}, without the reconstruction error
 * @param reconstructionError squared error per value between generated and real inputs
 * @param realTaken           share of the real inputs that the discriminator took for real
 * @param generatedTaken      share of the generated inputs that it took for real
 * @param diversity           variance over a batch's generated inputs by that over its real ones
 */
public record PretrainScore(int epoch, double discriminatorLoss, double generatorLoss, double reconstructionError, double realTaken,
        double generatedTaken, double diversity) {

    /** Generated inputs that vary less than this share of the real ones are nearly the same. */
    static final double LEAST_DIVERSITY = 0.05;
    /** A discriminator below this loss is right about practically everything. */
    static final double LEAST_LOSS = 0.01;

    /**
     * Whether the generator has stopped being of use, in words: either it makes nearly the same of every input (it varies less
     * than 5% of the real inputs), or the discriminator is beyond its reach (a loss below 0.01 while the generator's grows).
     *
     * @param before the epoch before; null for the first one
     */
    public Optional<String> collapse(PretrainScore before) {
        if (diversity < LEAST_DIVERSITY) {
            return Optional.of(String.format(Locale.ROOT, "collapse: what is generated from different inputs is nearly the same, its"
                    + " variance is %.1f%% of the real inputs'", 100 * diversity));
        }
        if (discriminatorLoss < LEAST_LOSS && before != null && generatorLoss > before.generatorLoss) {
            return Optional.of(String.format(Locale.ROOT, "collapse: the discriminator tells all apart (loss %.4f) and the generator's"
                    + " loss grows (%.2f after %.2f)", discriminatorLoss, generatorLoss, before.generatorLoss));
        }
        return Optional.empty();
    }
}
