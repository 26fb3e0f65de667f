package io.edgedfa.host.experiment;

import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Layer;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import java.util.List;
import java.util.Random;

/**
 * What to train, on what, how. Validates itself; the message of a refusal starts with the name of the command-line option,
 * without its dashes.
 *
 * @param data         name of the data set, for the record
 * @param net          see {@link Nets#FORMS}
 * @param rule         see {@link Rules#named}
 * @param optimizer    see {@link Optimizer#named}
 * @param learningRate 1e-12 to 1e6
 * @param batch        samples per step, 1 to 65,536; the last step of an epoch takes what is left
 * @param epochs       1 to 100,000 passes over the training set
 * @param seed         of weights, feedback matrices and shuffles, see {@link Seeds}
 * @param activation   after each hidden block, see {@link Layer#activation}
 * @param init         {@code kaiming} or {@code framework}, see {@link InitialWeights}
 * @param loss         {@code cross-entropy} or {@code squared-error}
 * @param engine       see {@link io.edgedfa.engine.Engines}
 * @param threads      1 to 1024, or 0: the engine's choice
 */
public record TrainSettings(
        String data,
        String net,
        String rule,
        String optimizer,
        double learningRate,
        int batch,
        int epochs,
        long seed,
        String activation,
        String init,
        String loss,
        String engine,
        int threads) {

    public TrainSettings {
        Nets.check(net);
        // The names are known where they are made; a network of one unit asks for them without cost.
        Network tiny = Network.dense(List.of(1, 1), List.of(), List.of());
        Rules.named(rule, tiny, new Random(0));
        Optimizer.named(optimizer);
        checkActivation(activation);
        InitialWeights.named(init);
        Loss.named(loss);
        checkEngine(engine);
        if (!(learningRate >= 1e-12 && learningRate <= 1e6)) {
            throw new IllegalArgumentException("learning-rate = " + learningRate + ", allowed: 1e-12 to 1e6");
        }
        check("batch", batch, 1, 65_536);
        check("epochs", epochs, 1, 100_000);
        check("threads", threads, 0, 1024);
    }

    private static void check(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException("%s = %d, allowed: %d to %d".formatted(name, value, low, high));
        }
    }

    private static void checkEngine(String name) {
        try {
            Engines.check(name);
        } catch (EngineException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void checkActivation(String name) {
        try {
            Layer.activation(name);
        } catch (IllegalArgumentException e) {
            boolean named = e.getMessage().startsWith("activation");
            throw new IllegalArgumentException(named ? e.getMessage() : "activation '" + name + "': " + e.getMessage(), e);
        }
    }

    Loss lossFunction() {
        return Loss.named(loss);
    }
}
