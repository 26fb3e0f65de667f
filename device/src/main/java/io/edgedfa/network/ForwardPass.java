package io.edgedfa.network;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.layer.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The tensors of one forward pass, kept for the way back.
 *
 * @param steps one per block, in order
 */
public record ForwardPass(List<Step> steps) {

    /**
     * One block's share.
     *
     * @param block   the block
     * @param input   {@code h} of the block before, {@code [batch, ...]}
     * @param weight  W, a state tensor unless given from elsewhere
     * @param bias    b, likewise
     * @param outputs the preactivation {@code a}, then the output of each weightless layer, in order
     */
    public record Step(Block block, Tensor input, Tensor weight, Tensor bias, List<Tensor> outputs) {

        /** The block's output. */
        public Tensor output() {
            return outputs.get(outputs.size() - 1);
        }

        /** Carries a signal at the block's output back through its weightless layers: the delta at the preactivation. */
        public Tensor delta(GraphBuilder g, Tensor signal) {
            Tensor carried = signal;
            for (int i = block.after().size() - 1; i >= 0; i--) {
                carried = block.after().get(i).backward(g, carried, outputs.get(i), outputs.get(i + 1));
            }
            return carried;
        }

        /** Carries a delta at the preactivation forward to the block's output, see {@link Layer#carryForward}. */
        public Tensor carryForward(GraphBuilder g, Tensor delta) {
            Tensor carried = delta;
            for (int i = 0; i < block.after().size(); i++) {
                carried = block.after().get(i).carryForward(g, carried, outputs.get(i));
            }
            return carried;
        }
    }

    /** Adds the network's forward pass to a graph, declaring its parameters as state. */
    public static ForwardPass of(Network network, GraphBuilder g, Tensor input) {
        return of(network, g, input, network.blocks().size());
    }

    /**
     * The same for a training step.
     *
     * @param firstLearning index of the first block that learns; the number of blocks for none
     */
    public static ForwardPass of(Network network, GraphBuilder g, Tensor input, int firstLearning) {
        return of(network, g, input, firstLearning, g::state);
    }

    /**
     * The same with parameters from elsewhere, for example those that the same step has just updated.
     *
     * @param parameters the tensor of each parameter by name and shape
     */
    public static ForwardPass of(
            Network network, GraphBuilder g, Tensor input, int firstLearning, BiFunction<String, Shape, Tensor> parameters) {
        List<Step> steps = new ArrayList<>();
        Tensor h = input;
        for (Block block : network.blocks()) {
            boolean learns = steps.size() >= firstLearning;
            Tensor weight = parameters.apply(block.weight(), block.weighted().weightShape());
            Tensor bias = parameters.apply(block.bias(), block.weighted().biasShape());
            List<Tensor> outputs = new ArrayList<>();
            outputs.add(learns ? block.weighted().forwardToLearn(g, h, weight, bias) : block.weighted().forward(g, h, weight, bias));
            for (Layer layer : block.after()) {
                outputs.add(layer.forward(g, outputs.get(outputs.size() - 1)));
            }
            steps.add(new Step(block, h, weight, bias, List.copyOf(outputs)));
            h = steps.get(steps.size() - 1).output();
        }
        return new ForwardPass(List.copyOf(steps));
    }

    /** The last block's output. */
    public Tensor output() {
        return steps.get(steps.size() - 1).output();
    }
}
