package io.edgedfa.network;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of one forward pass, kept for the way back.
 *
 * @param steps one per block, in order
 */
public record ForwardPass(List<Step> steps) {

    /**
     * One block's share.
     *
     * @param block       the block
     * @param input       {@code h} of the block before, {@code [batch, inputs]}
     * @param weight      state tensor W
     * @param bias        state tensor b
     * @param preactivation {@code a = h W + b}, {@code [batch, units]}
     * @param outputs     output of each weightless layer, in order
     */
    public record Step(Block block, Tensor input, Tensor weight, Tensor bias, Tensor preactivation, List<Tensor> outputs) {

        /** The block's output. */
        public Tensor output() {
            return outputs.isEmpty() ? preactivation : outputs.get(outputs.size() - 1);
        }

        /** Carries a signal at the block's output back through its weightless layers: the delta at the preactivation. */
        public Tensor delta(GraphBuilder g, Tensor signal) {
            Tensor carried = signal;
            for (int i = outputs.size() - 1; i >= 0; i--) {
                carried = block.after().get(i).backward(g, carried, outputs.get(i));
            }
            return carried;
        }
    }

    /** Adds the network's forward pass to a graph, declaring its parameters as state. */
    public static ForwardPass of(Network network, GraphBuilder g, Tensor input) {
        List<Step> steps = new ArrayList<>();
        Tensor h = input;
        for (Block block : network.blocks()) {
            Tensor weight = g.state(block.weight(), block.dense().weightShape());
            Tensor bias = g.state(block.bias(), block.dense().biasShape());
            Tensor in = h;
            Tensor preactivation = block.dense().forward(g, in, weight, bias);
            List<Tensor> outputs = new ArrayList<>();
            h = preactivation;
            for (Layer layer : block.after()) {
                h = layer.forward(g, h);
                outputs.add(h);
            }
            steps.add(new Step(block, in, weight, bias, preactivation, List.copyOf(outputs)));
        }
        return new ForwardPass(List.copyOf(steps));
    }

    /** The last block's output. */
    public Tensor output() {
        return steps.get(steps.size() - 1).output();
    }
}
