package io.edgedfa.host.pretrain;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.learning.LocalUpdate;
import io.edgedfa.learning.LogisticCrossEntropy;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.SquaredError;
import io.edgedfa.learning.optimizer.Adam;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.learning.rule.ErrorPropagation;
import io.edgedfa.network.ForwardPass;
import io.edgedfa.network.Network;
import java.util.Arrays;
import java.util.List;

/**
 * One step of both sides, as a graph: the discriminator learns from a batch of real inputs and what the generator makes of
 * them, then the generator learns from the answer of the discriminator as it is now. The generator's loss is the non-saturating
 * {@code -log D(G(x))} (Goodfellow et al. 2014, arXiv 1406.2661), mixed with half the squared distance between G(x) and x. Both
 * are of the order of 1 per input where a generator of images works, so that the mixture's middle is a mixture.
 */
final class AdversarialStep {
    /** Input: real inputs, {@code [batch, values]}. */
    static final String FEATURES = "features";
    /** Input: a scalar, positive. */
    static final String LEARNING_RATE = "learning_rate";
    /** Input: a scalar, positive. */
    static final String DISCRIMINATOR_LEARNING_RATE = "discriminator_learning_rate";

    /** Output: the discriminator's mean loss over real and generated inputs before its update, a scalar; log 2 when it guesses. */
    static final String DISCRIMINATOR_LOSS = "discriminator_loss";
    /** Output: the mean of {@code -log D(G(x))} after the discriminator's update and before the generator's, a scalar. */
    static final String GENERATOR_LOSS = "generator_loss";
    /** Output: mean squared error per value between generated and real inputs before the update, a scalar. */
    static final String RECONSTRUCTION_ERROR = "reconstruction_error";
    /** Output: real inputs that the discriminator took for real before its update, a scalar. */
    static final String REAL_TAKEN = "real_taken";
    /** Output: generated inputs that the discriminator took for real before its update, a scalar. */
    static final String GENERATED_TAKEN = "generated_taken";
    /** Output: variance over the batch's generated inputs by that over the real ones, summed over all values, a scalar. */
    static final String DIVERSITY = "diversity";

    /** All outputs but the updates. */
    static final List<String> OUTPUTS =
            List.of(DISCRIMINATOR_LOSS, GENERATOR_LOSS, RECONSTRUCTION_ERROR, REAL_TAKEN, GENERATED_TAKEN, DIVERSITY);

    private static final String DISCRIMINATOR = "discriminator.";
    private static final String GENERATOR = "generator.";
    /** With the first moment that Radford et al. 2015 (arXiv 1511.06434) found to be stable. */
    private static final Optimizer OPTIMIZER = new Adam(0.5f, 0.999f, 1e-8f);
    private static final Loss LOSS = new LogisticCrossEntropy();
    /** Keeps a batch of equal inputs from a division by 0. */
    private static final double LEAST_VARIANCE = 1e-12;

    private final GraphBuilder g = new GraphBuilder("adversarial_step");
    private final int batch;
    private final int values;

    private AdversarialStep(int batch, int values) {
        this.batch = batch;
        this.values = values;
    }

    /**
     * The step.
     *
     * @param generator      from inputs to inputs
     * @param discriminator  from inputs to one logit; no parameter has the name of one of the generator's
     * @param reconstruction share r of the generator's loss {@code (1 - r) * -log D(G(x)) + r * |G(x) - x|^2 / 2}, 0 to 1
     * @param batch          real inputs per step, at least 1
     * @return inputs, and outputs besides the updates, as named above; every state tensor is updated
     */
    static Graph of(Network generator, Network discriminator, double reconstruction, int batch) {
        return new AdversarialStep(batch, generator.inputs()).build(generator, discriminator, reconstruction);
    }

    private Graph build(Network generator, Network discriminator, double reconstruction) {
        Tensor real = g.input(FEATURES, ElementType.FLOAT, Shape.of(batch, values));
        Tensor learningRate = g.input(LEARNING_RATE, ElementType.FLOAT, Shape.SCALAR);
        Tensor discriminatorRate = g.input(DISCRIMINATOR_LEARNING_RATE, ElementType.FLOAT, Shape.SCALAR);
        ForwardPass generation = ForwardPass.of(generator, g, shaped(real, generator), 0);
        Tensor generated = g.reshape(generation.output(), real.shape());

        ForwardPass judgement = ForwardPass.of(discriminator, g, shaped(stacked(real, generated), discriminator), 0);
        Loss.Evaluated judged = LOSS.evaluate(g, judgement.output(), answers(batch, batch));
        ErrorPropagation judgementErrors = new ErrorPropagation(g, judgement, new Backpropagation(), judged.error());
        LocalUpdate.apply(OPTIMIZER.begin(g, discriminatorRate, DISCRIMINATOR), judgement, judgementErrors, 0);

        // Alternation: what the generator learns from is the discriminator that has just learned.
        ForwardPass answer = ForwardPass.of(discriminator, g, shaped(generated, discriminator), discriminator.blocks().size(),
                (name, shape) -> g.next(name));
        Loss.Evaluated fooled = LOSS.evaluate(g, answer.output(), answers(batch, 0));
        ErrorPropagation answerErrors = new ErrorPropagation(g, answer, new Backpropagation(), fooled.error());
        Tensor adversarial = g.reshape(answerErrors.carryBack(ForwardPass.ENTERING, answerErrors::weight), real.shape());
        Loss.Evaluated copied = new SquaredError().evaluate(g, generated, real);
        Tensor signal = g.add(g.mul(adversarial, g.scalar(1 - reconstruction)), g.mul(copied.error(), g.scalar(reconstruction)));
        ErrorPropagation generatorErrors =
                new ErrorPropagation(g, generation, new Backpropagation(), g.reshape(signal, generation.output().shape()));
        LocalUpdate.apply(OPTIMIZER.begin(g, learningRate, GENERATOR), generation, generatorErrors, 0);

        g.output(DISCRIMINATOR_LOSS, judged.mean());
        g.output(GENERATOR_LOSS, fooled.mean());
        g.output(RECONSTRUCTION_ERROR, g.mul(copied.mean(), g.scalar(2.0 / values))); // that loss is half a sum over the values
        taken(judgement.output());
        g.output(DIVERSITY, g.div(variance(generated), g.add(variance(real), g.scalar(LEAST_VARIANCE))));
        return g.build();
    }

    private Tensor shaped(Tensor rows, Network network) {
        return g.reshape(rows, network.input().ofBatch(rows.shape().size(0)));
    }

    /** Real rows above generated ones. */
    private Tensor stacked(Tensor real, Tensor generated) {
        return g.add(g.pad(real, 0, 0, batch, 0), g.pad(generated, batch, 0, 0, 0));
    }

    /** Wanted answers {@code [yes + no, 1]}: ones above zeros. */
    private Tensor answers(int yes, int no) {
        float[] wanted = new float[yes + no];
        Arrays.fill(wanted, 0, yes, 1);
        return g.constant("wanted." + yes + "." + no, Shape.of(wanted.length, 1), wanted);
    }

    /** Counts positive logits among the real rows and among the generated ones. */
    private void taken(Tensor logits) {
        Tensor positive = g.sign(g.relu(logits));
        Tensor real = g.mul(positive, answers(batch, batch));
        g.output(REAL_TAKEN, g.sumAll(real));
        g.output(GENERATED_TAKEN, g.sumAll(g.sub(positive, real)));
    }

    /** Over the rows, summed over the values; a scalar. */
    private Tensor variance(Tensor rows) {
        Tensor perRow = g.scalar(1.0 / batch);
        Tensor difference = g.sub(rows, g.mul(g.reduceSum(rows, 0), perRow));
        return g.mul(g.sumAll(g.mul(difference, difference)), perRow);
    }
}
