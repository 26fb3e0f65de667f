package io.edgedfa.host.experiment;

import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Seeds;
import io.edgedfa.network.layer.Layer;

/**
 * What to train, on what, how. Validates itself; the message of a refusal starts with the name of the command-line option,
 * without its dashes.
 *
 * @param data         name of the data set, for the record
 * @param net          see {@link Nets#FORMS}
 * @param rule         see {@link Rules#named}
 * @param feedback     see {@link Feedback#NAMES}; rules without random feedback ignore it
 * @param optimizer    see {@link Optimizer#named}
 * @param learningRate 1e-12 to 1e6
 * @param batch        samples per step, 1 to 65,536; the last step of an epoch takes what is left
 * @param epochs       1 to 100,000 passes over the training set
 * @param seed         of weights, feedback matrices and shuffles, see {@link Seeds}
 * @param activation   after each hidden block, see {@link Layer#activation}
 * @param init         see {@link InitialWeights#NAMES}
 * @param loss         {@code cross-entropy} or {@code squared-error}
 * @param engine       see {@link io.edgedfa.engine.Engines}; need not be there
 * @param threads      1 to 1024, or 0: the engine's choice
 * @param samples      the first so many of the training set, or 0: all
 * @param angles       whether each epoch ends with measuring the angles to backpropagation's signals
 */
public record TrainSettings(
        String data,
        String net,
        String rule,
        String feedback,
        String optimizer,
        double learningRate,
        int batch,
        int epochs,
        long seed,
        String activation,
        String init,
        String loss,
        String engine,
        int threads,
        int samples,
        boolean angles) {

    /** For help: the engines there may be. */
    public static final String ENGINES = "ort (ONNX Runtime), nd4j, cuda (an NVIDIA card), cuda-tf32 (the same with products in TF32),"
            + " or auto (a card that passes a self-test, else ort).";

    /** What a setting is when nothing is said. */
    public static final TrainSettings DEFAULTS = new TrainSettings("mnist", "fc1-1000", "dfa", Feedback.DEFAULT, "adam", 1e-4, 64, 3,
            1, "tanh", "kaiming", "cross-entropy", "ort", Engines.AUTO_THREADS, 0, false);

    public TrainSettings {
        Nets.check(net);
        Rules.check(rule, feedback);
        Optimizer.named(optimizer);
        checkActivation(activation);
        InitialWeights.named(init);
        Loss.named(loss);
        engine = checkedEngine(engine);
        if (!(learningRate >= 1e-12 && learningRate <= 1e6)) {
            throw new IllegalArgumentException("learning-rate = " + learningRate + ", allowed: 1e-12 to 1e6");
        }
        check("batch", batch, 1, 65_536);
        check("epochs", epochs, 1, 100_000);
        check("threads", threads, 0, 1024);
        check("samples", samples, 0, Integer.MAX_VALUE);
    }

    private static void check(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException("%s = %d, allowed: %d to %d".formatted(name, value, low, high));
        }
    }

    /** What {@link Engines#AUTO} stands for is what results are kept under. */
    private static String checkedEngine(String name) {
        try {
            Engines.checkName(name);
            return Engines.resolve(name);
        } catch (EngineException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Refuses an engine that is not there. @throws IllegalArgumentException with what it lacks */
    public static void checkPresent(String engine) {
        try {
            Engines.check(engine);
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

    /** The loss of the name. */
    public Loss lossFunction() {
        return Loss.named(loss);
    }

    /** The same settings, to be changed in some. */
    public Builder but() {
        return new Builder(this);
    }

    /** Changes settings one by one; {@link #build} validates them together. */
    public static final class Builder {
        private String data;
        private String net;
        private String rule;
        private String feedback;
        private String optimizer;
        private double learningRate;
        private int batch;
        private int epochs;
        private long seed;
        private String activation;
        private String init;
        private String loss;
        private String engine;
        private int threads;
        private int samples;
        private boolean angles;

        private Builder(TrainSettings from) {
            data = from.data;
            net = from.net;
            rule = from.rule;
            feedback = from.feedback;
            optimizer = from.optimizer;
            learningRate = from.learningRate;
            batch = from.batch;
            epochs = from.epochs;
            seed = from.seed;
            activation = from.activation;
            init = from.init;
            loss = from.loss;
            engine = from.engine;
            threads = from.threads;
            samples = from.samples;
            angles = from.angles;
        }

        public Builder data(String value) {
            data = value;
            return this;
        }

        public Builder net(String value) {
            net = value;
            return this;
        }

        public Builder rule(String value) {
            rule = value;
            return this;
        }

        public Builder feedback(String value) {
            feedback = value;
            return this;
        }

        public Builder optimizer(String value) {
            optimizer = value;
            return this;
        }

        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        public Builder batch(int value) {
            batch = value;
            return this;
        }

        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder activation(String value) {
            activation = value;
            return this;
        }

        public Builder init(String value) {
            init = value;
            return this;
        }

        public Builder loss(String value) {
            loss = value;
            return this;
        }

        public Builder engine(String value) {
            engine = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        public Builder samples(int value) {
            samples = value;
            return this;
        }

        public Builder angles(boolean value) {
            angles = value;
            return this;
        }

        /** @throws IllegalArgumentException for the first setting that cannot be used */
        public TrainSettings build() {
            return new TrainSettings(data, net, rule, feedback, optimizer, learningRate, batch, epochs, seed, activation, init, loss,
                    engine, threads, samples, angles);
        }
    }
}
