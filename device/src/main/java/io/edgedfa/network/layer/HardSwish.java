package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/**
 * {@code y = a * gate(a)} with {@code gate(a) = a / 6 + 1/2}, kept from 0 to 1 (Howard et al. 2019, arXiv 1905.02244);
 * {@code y' = gate(a) + a / 6} between -3 and 3, else {@code gate(a)}.
 */
public record HardSwish() implements Layer {
    private static final Clip GATE = new Clip(0, 1);

    @Override
    public String name() {
        return "hard-swish";
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.hardSwish(input);
    }

    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        Tensor sixth = g.mul(input, g.scalar(1 / 6.0));
        Tensor open = g.add(sixth, g.scalar(0.5));
        return g.mul(signal, g.add(GATE.forward(g, open), GATE.backward(g, sixth, open, null)));
    }
}
