package io.edgedfa.network;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.layer.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The tensors of one forward pass, kept for the way back.
 *
 * @param steps one per block, in order
 */
public record ForwardPass(List<Step> steps) {
    /** In place of a block's index: what enters the network. */
    public static final int ENTERING = -1;

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

        /**
         * Carries a signal at the block's output back through its last weightless layers.
         *
         * @param layer index of the first of them; 0 for all, which gives the delta at the preactivation
         */
        public Tensor carryBack(GraphBuilder g, Tensor signal, int layer) {
            Tensor carried = signal;
            for (int i = block.after().size() - 1; i >= layer; i--) {
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
        Tensor entering = network.body() == null ? input : g.fragment(input, network.body());
        return of(network.blocks(), g, entering, firstLearning, parameters);
    }

    /** The same for blocks alone. @param entering what the first block takes */
    static ForwardPass of(
            List<Block> blocks, GraphBuilder g, Tensor entering, int firstLearning, BiFunction<String, Shape, Tensor> parameters) {
        List<Step> steps = new ArrayList<>();
        Map<String, Tensor> earlier = new HashMap<>(Map.of(Block.ENTERING, entering));
        Tensor h = entering;
        for (Block block : blocks) {
            boolean learns = steps.size() >= firstLearning;
            Tensor weight = parameters.apply(block.weight(), block.weighted().weightShape());
            Tensor bias = parameters.apply(block.bias(), block.weighted().biasShape());
            Tensor input = block.source() == null ? h : earlier.get(block.source());
            List<Tensor> outputs = new ArrayList<>();
            outputs.add(learns ? block.weighted().forwardToLearn(g, input, weight, bias) : block.weighted().forward(g, input, weight, bias));
            for (Layer layer : block.after()) {
                outputs.add(layer.forward(g, outputs.get(outputs.size() - 1), earlier));
            }
            steps.add(new Step(block, input, weight, bias, List.copyOf(outputs)));
            h = steps.get(steps.size() - 1).output();
            earlier.put(block.name(), h);
        }
        return new ForwardPass(List.copyOf(steps));
    }

    /** Index of the block whose output a block takes, or {@link #ENTERING}. */
    public int source(int block) {
        String source = steps.get(block).block().source();
        return source == null ? block - 1 : index(source);
    }

    /** Index of the block of a name; {@link #ENTERING} for {@link Block#ENTERING}. */
    public int index(String block) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).block().name().equals(block)) {
                return i;
            }
        }
        return ENTERING;
    }

    /** The last block's output. */
    public Tensor output() {
        return steps.get(steps.size() - 1).output();
    }
}
