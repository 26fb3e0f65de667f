package io.edgedfa.host.bench.peer;

import io.edgedfa.graph.Graph;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Seeds;
import java.util.Random;

/**
 * What every side of a comparison trains: a tanh network with softmax and cross-entropy on samples of MNIST's shape.
 *
 * @param net       as {@link Nets#parse} takes it
 * @param network   what {@code net} stands for
 * @param rule      what our side learns by; peers with a rule of their own say so
 * @param optimizer as {@link Optimizer#named} takes it
 * @param batch     samples per step
 * @param threads   that a side may compute with
 * @param rate      learning rate
 */
public record Workload(
        String net, Network network, String rule, String optimizer, int batch, int threads, float rate) {
    public static final int FEATURES = 784;
    public static final int CLASSES = 10;
    private static final long SEED = 1;

    /**
     * So small that a network stays as it is, however long it is measured: errors that vanish would turn gradients into
     * subnormal numbers, which processors compute slowly.
     */
    private static final float STANDING_STILL = 1e-7f;

    /** With a learning rate that changes next to nothing. @throws IllegalArgumentException for a net, rule or optimizer that is not known */
    public static Workload of(String net, String rule, String optimizer, int batch, int threads) {
        Network network = Nets.parse(net, FEATURES, CLASSES, "tanh", new SoftmaxCrossEntropy());
        Optimizer.named(optimizer);
        return new Workload(net, network, rule, optimizer, batch, threads, STANDING_STILL);
    }

    /** The same with another learning rate. */
    public Workload withRate(float other) {
        return new Workload(net, network, rule, optimizer, batch, threads, other);
    }

    /** The project's training step. */
    public Graph step() {
        LearningRule carried = Rules.named(rule, network, new Seeds(SEED).feedback());
        Loss loss = Loss.fitting(network);
        return TrainingStep.of(network, carried, loss, Optimizer.named(optimizer), batch);
    }

    /** Where every side's weights start. */
    public Parameters parameters() {
        return InitialWeights.named("framework").draw(network, new Seeds(SEED).weights());
    }

    /** The forward pass of the same batch: what a peer rebuilds with its own operators. */
    public Graph forward() {
        return network.inference(batch);
    }

    /** One batch, row-major {@code [batch, 784]}, uniform in [0, 1); no value is zero, so no work can be saved. */
    public float[] features() {
        Random random = new Random(SEED);
        float[] values = new float[batch * FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() + Float.MIN_NORMAL;
        }
        return values;
    }

    /** Class of each sample, {@code [batch]}. */
    public long[] labels() {
        return new Random(SEED).longs(batch, 0, CLASSES).toArray();
    }
}
