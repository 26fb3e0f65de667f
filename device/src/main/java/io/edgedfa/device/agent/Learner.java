package io.edgedfa.device.agent;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Seeds;
import io.edgedfa.stream.memory.ReplayMemory;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A network that predicts single samples and learns from them in mini-batches, some of them replayed from memory. Prediction and
 * training share one state, so a step is seen by the next prediction. Allocates nothing per sample. Not thread-safe.
 */
public final class Learner implements AutoCloseable {
    private final Network network;
    private final LearningSettings settings;
    private final State state;
    private final Program training;
    private final Program prediction;
    private final FloatBuffer scores;
    private ReplayMemory memory;
    private int freshPerBatch;
    private int waiting;
    private long updates;
    private boolean diverged;

    /** @param parameters where learning starts; copied */
    public Learner(Engine engine, Network network, Parameters parameters, LearningSettings settings) {
        this.network = network;
        this.settings = settings;
        this.freshPerBatch = settings.batch();
        Graph inference = network.inference(1);
        if (settings.learns()) {
            Graph step = trainingStep(network, settings);
            state = new State(step.state());
            state.set(parameters.values());
            training = engine.compile(step, state);
            learningRate(settings.learningRate());
        } else {
            state = new State(inference.state());
            state.set(parameters.values());
            training = null;
        }
        prediction = engine.compile(inference, state);
        scores = prediction.floats(network.hasLogits() ? Network.PROBABILITIES : Network.OUTPUT);
    }

    /** What runs for every mini-batch. @param settings of a board that learns */
    public static Graph trainingStep(Network network, LearningSettings settings) {
        LearningRule rule = Rules.named(settings.rule(), settings.feedback(), network, new Seeds(settings.seed()).feedback());
        return TrainingStep.of(network, rule, Loss.fitting(network), Optimizer.named(settings.optimizer()), settings.batch());
    }

    /** From now on this share of every batch, 0 to below 1, comes from the memory, which every learned sample goes into. */
    public void replay(ReplayMemory from, double share) {
        memory = from;
        freshPerBatch = Math.max(1, (int) Math.round(settings.batch() * (1 - share)));
        waiting = 0;
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
        return largest(scores);
    }

    /** Outputs of the last prediction, {@code [classes]}: probabilities where the network ends in logits. */
    public FloatBuffer scores() {
        return scores;
    }

    /** The class with the largest score. */
    static int largest(FloatBuffer scores) {
        int best = 0;
        for (int k = 1; k < scores.capacity(); k++) {
            if (scores.get(k) > scores.get(best)) {
                best = k;
            }
        }
        return best;
    }

    /** Loss that a prediction's scores have, had this been its label: cross-entropy in nats, or half the squared error. */
    public double loss(FloatBuffer predicted, int label) {
        if (network.hasLogits()) {
            return -Math.log(Math.max(predicted.get(label), Float.MIN_NORMAL));
        }
        double sum = 0;
        for (int k = 0; k < network.classes(); k++) {
            double difference = predicted.get(k) - (k == label ? 1 : 0);
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
        FloatBuffer batch = training.floats(TrainingStep.FEATURES);
        batch.put(waiting * network.inputs(), features, 0, network.inputs());
        training.longs(TrainingStep.LABELS).put(waiting, label);
        remember(features, label);
        if (++waiting < freshPerBatch) {
            return false;
        }
        for (; waiting < settings.batch(); waiting++) {
            int slot = memory.pick();
            memory.copy(slot, batch, waiting * network.inputs());
            training.longs(TrainingStep.LABELS).put(waiting, memory.label(slot));
        }
        waiting = 0;
        training.run();
        updates++;
        diverged = !Float.isFinite(training.floats(TrainingStep.LOSS).get(0));
        return true;
    }

    /** Whether a batch has begun and is not full. */
    public boolean amidBatch() {
        return waiting > 0;
    }

    /** Puts a sample into the replay memory, where there is one, without learning from it now. */
    public void remember(float[] features, int label) {
        if (memory != null) {
            memory.add(features, label);
        }
    }

    /** Of the steps from now on. */
    public void learningRate(double rate) {
        if (training != null) {
            training.floats(TrainingStep.LEARNING_RATE).put(0, (float) rate);
        }
    }

    /** Number of classes. */
    public int classes() {
        return network.classes();
    }

    /** Whether it learns at all. */
    public boolean learns() {
        return training != null;
    }

    /** Steps taken, those of the process before included. */
    public long updates() {
        return updates;
    }

    /** Goes on counting steps from here. */
    public void updates(long taken) {
        updates = taken;
    }

    /** Whether the loss of a step was not finite; no step is taken any more, and the weights are worth nothing. */
    public boolean diverged() {
        return diverged;
    }

    /** Whether the last loss and all of the state are finite numbers. */
    public boolean finite() {
        return !diverged && state.names().stream().allMatch(name -> finite(state.view(name)));
    }

    private static boolean finite(FloatBuffer values) {
        float sum = 0; // stays 0 as long as every value is finite: 0 times infinity or NaN is NaN
        for (int i = 0; i < values.capacity(); i++) {
            sum += 0 * values.get(i);
        }
        return sum == 0;
    }

    /** Number of values of each state tensor: weights, biases and the optimizer's own, by name. */
    public Map<String, Integer> stateSizes() {
        Map<String, Integer> sizes = new TreeMap<>();
        state.names().forEach(name -> sizes.put(name, state.elements(name)));
        return sizes;
    }

    /** Names of the weights and biases, in block order. */
    public Set<String> parameterNames() {
        return network.parameterShapes().keySet();
    }

    /** A state tensor's values as they are now, to be read before the next step. */
    public FloatBuffer state(String name) {
        return state.view(name);
    }

    /** Overwrites a state tensor and begins a new batch. @throws IllegalArgumentException for a wrong number of values */
    public void state(String name, FloatBuffer values) {
        state.set(name, values);
        waiting = 0;
        diverged = false;
    }

    /** Takes the weights and biases given, and zeros for the optimizer. */
    public void reset(Parameters parameters) {
        state.names().forEach(name -> state(name, FloatBuffer.allocate(state.elements(name))));
        state.set(parameters.values());
    }

    /** A copy of the weights and biases as they are now. */
    public Parameters parameters() {
        return new Parameters(state.get(parameterNames()));
    }

    @Override
    public void close() {
        prediction.close();
        if (training != null) {
            training.close();
        }
    }
}
