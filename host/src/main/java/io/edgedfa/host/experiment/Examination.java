package io.edgedfa.host.experiment;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.network.ForwardPass;
import io.edgedfa.network.Network;

/** Judging as a graph, so that an engine needs to send back two numbers for a batch. */
final class Examination {
    /** Output: 0, or NaN when any of the network's outputs is not a finite number. */
    static final String ZERO = "zero";

    private Examination() {}

    /** @return inputs {@link TrainingStep#FEATURES} and {@link TrainingStep#LABELS}; outputs {@link TrainingStep#CORRECT} and {@link #ZERO} */
    static Graph of(Network network, int batch) {
        GraphBuilder g = new GraphBuilder("examination");
        Tensor features = g.input(TrainingStep.FEATURES, ElementType.FLOAT, network.input().ofBatch(batch));
        Tensor labels = g.input(TrainingStep.LABELS, ElementType.INT64, Shape.of(batch));
        Tensor output = ForwardPass.of(network, g, features).output();
        g.output(TrainingStep.CORRECT, g.sumAll(g.toFloat(g.equal(g.argMax(output, 1), labels))));
        g.output(ZERO, g.sumAll(g.mul(output, g.scalar(0))));
        return g.build();
    }
}
