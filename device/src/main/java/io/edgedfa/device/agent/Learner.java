package io.edgedfa.device.agent;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Seeds;
import java.nio.FloatBuffer;

/**
 * A network that predicts single samples and learns from them in mini-batches. Prediction and training share one state, so a
 * step is seen by the next prediction. Allocates nothing per sample. Not thread-safe.
 */
public final class Learner implements AutoCloseable {
    private final Network network;
    private final LearningSettings settings;
    private final State state;
    private final Program training;
    private final Program prediction;
    private final FloatBuffer scores;
    private int waiting;
    private long updates;
    private boolean diverged;

    /** @param parameters where learning starts; copied */
    public Learner(Engine engine, Network network, Parameters parameters, LearningSettings settings) {
        this.network = network;
        this.settings = settings;
        Graph inference = network.inference(1);
        if (settings.learns()) {
            LearningRule rule = Rules.named(settings.rule(), settings.feedback(), network, new Seeds(settings.seed()).feedback());
            Graph step = TrainingStep.of(
                    network, rule, Loss.fitting(network), Optimizer.named(settings.optimizer()), settings.batch());
            state = new State(step.state());
            state.set(parameters.values());
            training = engine.compile(step, state);
            training.floats(TrainingStep.LEARNING_RATE).put(0, (float) settings.learningRate());
        } else {
            state = new State(inference.state());
            state.set(parameters.values());
            training = null;
        }
        prediction = engine.compile(inference, state);
        scores = prediction.floats(network.hasLogits() ? Network.PROBABILITIES : Network.OUTPUT);
    }

    /**
     * Predicts one sample.
     *
     * @param features {@code [inputs]}
     * @return the class with the largest output
     */
    public int predict(float[] features) {
        prediction.floats(Network.INPUT).put(0, features, 0, network.inputs());
        prediction.run();
        int best = 0;
        for (int k = 1; k < network.classes(); k++) {
            if (scores.get(k) > scores.get(best)) {
                best = k;
            }
        }
        return best;
    }

    /** Loss of the last prediction, had this been its label: cross-entropy in nats, or half the squared error. */
    public double loss(int label) {
        if (network.hasLogits()) {
            return -Math.log(Math.max(scores.get(label), Float.MIN_NORMAL));
        }
        double sum = 0;
        for (int k = 0; k < network.classes(); k++) {
            double difference = scores.get(k) - (k == label ? 1 : 0);
            sum += difference * difference;
        }
        return sum / 2;
    }

    /**
     * Puts a labelled sample into the mini-batch and takes a step when that is full.
     *
     * @return whether a step was taken
     */
    public boolean learn(float[] features, int label) {
        if (training == null || diverged) {
            return false;
        }
        training.floats(TrainingStep.FEATURES).put(waiting * network.inputs(), features, 0, network.inputs());
        training.longs(TrainingStep.LABELS).put(waiting, label);
        if (++waiting < settings.batch()) {
            return false;
        }
        waiting = 0;
        training.run();
        updates++;
        diverged = !Float.isFinite(training.floats(TrainingStep.LOSS).get(0));
        return true;
    }

    /** Steps taken. */
    public long updates() {
        return updates;
    }

    /** Whether the loss of a step was not finite; learning has stopped then, and the weights are worth nothing. */
    public boolean diverged() {
        return diverged;
    }

    /** A copy of the weights and biases as they are now. */
    public Parameters parameters() {
        return new Parameters(state.get(network.parameterShapes().keySet()));
    }

    @Override
    public void close() {
        prediction.close();
        if (training != null) {
            training.close();
        }
    }
}
