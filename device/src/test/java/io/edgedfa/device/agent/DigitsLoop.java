package io.edgedfa.device.agent;

import io.edgedfa.device.agent.safeguard.HeldOut;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DrawnDigits;
import java.util.List;
import java.util.SplittableRandom;

/** A small network for drawn digits, and digits that it never learns from. */
final class DigitsLoop {
    static final Dataset TRAIN = DrawnDigits.train(DrawnDigits.DEFAULT_SEED);
    static final Network NETWORK = Network.dense(List.of(784, 64, 10), Layer.activation("tanh"), List.of());

    private DigitsLoop() {}

    static Parameters fresh() {
        return InitialWeights.FRAMEWORK.draw(NETWORK, new SplittableRandom(1));
    }

    /** The first digits of the test set. */
    static HeldOut heldOut(int samples) {
        Dataset test = DrawnDigits.test(DrawnDigits.DEFAULT_SEED);
        float[][] features = new float[samples][test.features()];
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            test.copyFeatures(i, features[i], 0);
            labels[i] = test.label(i);
        }
        return new HeldOut(features, labels);
    }
}
