package io.edgedfa.host.pretrain;

import io.edgedfa.host.experiment.TrainSettings;

/**
 * What to pretrain, on what, how. Validates itself; the message of a refusal starts with the name of the command-line option,
 * without its dashes.
 *
 * @param data                      name of the data set, for the record
 * @param net                       see {@link io.edgedfa.host.experiment.Nets#FORMS}; the blocks before its last one are pretrained
 * @param discriminator             see {@link Discriminators#FORMS}
 * @param reconstruction            share of the reconstruction error, half the squared distance between input and generated input,
 *                                  in the generator's loss, 0 to 1; the rest is adversarial
 * @param learningRate              the generator's, 1e-12 to 1e6
 * @param discriminatorLearningRate 1e-12 to 1e6
 * @param batch                     inputs per step, 1 to 65,536
 * @param epochs                    1 to 100,000; an epoch is as many full batches as the data give
 * @param seed                      of weights and shuffles
 * @param activation                after each block of the generator but the last
 * @param init                      see {@link io.edgedfa.network.InitialWeights#NAMES}
 * @param engine                    see {@link io.edgedfa.engine.Engines}
 * @param threads                   1 to 1024, or 0: the engine's choice
 * @param samples                   the first so many of the training set, or 0: all
 */
public record PretrainSettings(
        String data,
        String net,
        String discriminator,
        double reconstruction,
        double learningRate,
        double discriminatorLearningRate,
        int batch,
        int epochs,
        long seed,
        String activation,
        String init,
        String engine,
        int threads,
        int samples) {

    public PretrainSettings {
        supervised(data, net, learningRate, batch, epochs, seed, activation, init, engine, threads, samples).build();
        Discriminators.check(discriminator);
        if (!(reconstruction >= 0 && reconstruction <= 1)) {
            throw new IllegalArgumentException("reconstruction = " + reconstruction + ", allowed: 0 to 1");
        }
        if (!(discriminatorLearningRate >= 1e-12 && discriminatorLearningRate <= 1e6)) {
            throw new IllegalArgumentException("discriminator-learning-rate = " + discriminatorLearningRate + ", allowed: 1e-12 to 1e6");
        }
    }

    /** Settings of a supervised run of the same network, to be changed in the rest. They also know what is allowed. */
    TrainSettings.Builder supervised() {
        return supervised(data, net, learningRate, batch, epochs, seed, activation, init, engine, threads, samples);
    }

    private static TrainSettings.Builder supervised(String data, String net, double learningRate, int batch, int epochs, long seed,
            String activation, String init, String engine, int threads, int samples) {
        return TrainSettings.DEFAULTS.but().data(data).net(net).learningRate(learningRate).batch(batch).epochs(epochs).seed(seed)
                .activation(activation).init(init).engine(engine).threads(threads).samples(samples);
    }
}
