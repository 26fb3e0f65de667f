package io.edgedfa.learning;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/**
 * Of questions that are answered yes or no: {@code -mean(sum(t log s(z) + (1 - t) log(1 - s(z))))} with the logistic function s
 * of the output z and targets t from 0 to 1; its gradient is {@code (s(z) - t) / batch}. Computed from z without overflow.
 */
public record LogisticCrossEntropy() implements Loss {
    static final String NAME = "logistic-cross-entropy";

    @Override
    public String name() {
        return NAME;
    }

    /** One question is two classes of which one has the logit 0: {@code log softmax [z, 0] = [log s(z), log(1 - s(z))]}. */
    @Override
    public Evaluated evaluate(GraphBuilder g, Tensor output, Tensor target) {
        Shape column = Shape.of(output.shape().elements(), 1);
        Tensor first = g.constant("answer.yes", Shape.of(1, 2), new float[] {1, 0});
        Tensor both = g.constant("answer.both", Shape.of(1, 2), new float[] {1, -1});
        Tensor no = g.constant("answer.no", Shape.of(2), new float[] {0, 1});
        Tensor logLikelihoods = g.logSoftmax(g.matmul(g.reshape(output, column), first));
        Tensor targets = g.gemm(g.reshape(target, column), both, no);
        Tensor perBatch = g.scalar(1.0 / output.shape().size(0));
        Tensor error = g.mul(g.sub(g.sigmoid(output), target), perBatch);
        return new Evaluated(g.neg(g.mul(g.sumAll(g.mul(targets, logLikelihoods)), perBatch)), error);
    }
}
