package io.edgedfa.learning;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/** {@code -mean(sum(target * log softmax(output)))}; its gradient is {@code (softmax(output) - target) / batch}. */
public record SoftmaxCrossEntropy() implements Loss {
    static final String NAME = "cross-entropy";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Evaluated evaluate(GraphBuilder g, Tensor output, Tensor target) {
        Tensor perBatch = g.scalar(1.0 / output.shape().size(0));
        Tensor logLikelihood = g.sumAll(g.mul(target, g.logSoftmax(output)));
        Tensor error = g.mul(g.sub(g.softmax(output), target), perBatch);
        return new Evaluated(g.neg(g.mul(logLikelihood, perBatch)), error);
    }
}
