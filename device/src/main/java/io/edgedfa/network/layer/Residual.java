package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import java.util.Map;

/**
 * Adds the output of an earlier block: a skip connection (He et al. 2015, arXiv 1512.03385). On the way back the error goes
 * through it unchanged, and to the other block as well.
 *
 * @param block name of the other block; empty for what enters the network
 */
public record Residual(String block) implements Layer {
    @Override
    public String name() {
        return "residual:" + block;
    }

    /** @throws IllegalStateException always: it takes two inputs */
    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        throw new IllegalStateException("a residual layer needs the output of block '" + block + "'");
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input, Map<String, Tensor> earlier) {
        return g.add(input, earlier.get(block));
    }

    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        return signal;
    }
}
