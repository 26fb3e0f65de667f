package io.edgedfa.network;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A feed-forward network: blocks in order. Immutable; the weights live elsewhere. */
public record Network(List<Block> blocks) {
    /** Input of the inference graph, {@code [batch, inputs]}. */
    public static final String INPUT = "input";
    /** Output of the last block, {@code [batch, classes]}. */
    public static final String OUTPUT = "output";
    /** Softmax of the output, {@code [batch, classes]}; only where the last block ends without an activation. */
    public static final String PROBABILITIES = "probabilities";

    public Network {
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one block");
        }
        for (int i = 1; i < blocks.size(); i++) {
            Block before = blocks.get(i - 1);
            Block block = blocks.get(i);
            if (before.dense().units() != block.dense().inputs()) {
                throw new IllegalArgumentException("block " + block.name() + " takes " + block.dense().inputs()
                        + " inputs, but block " + before.name() + " has " + before.dense().units() + " units");
            }
        }
    }

    /**
     * A network of dense blocks {@code block1, block2, ...}.
     *
     * @param sizes  inputs, units of each hidden block, classes
     * @param hidden what follows each hidden block, see {@link Layer#activation}
     * @param output what follows the last block
     */
    public static Network dense(List<Integer> sizes, List<Layer> hidden, List<Layer> output) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 1; i < sizes.size(); i++) {
            boolean last = i == sizes.size() - 1;
            blocks.add(new Block("block" + i, new Dense(sizes.get(i - 1), sizes.get(i)), last ? output : hidden));
        }
        return new Network(blocks);
    }

    /** Values of one sample. */
    public int inputs() {
        return blocks.get(0).dense().inputs();
    }

    /** Units of the last block. */
    public int classes() {
        return blocks.get(blocks.size() - 1).dense().units();
    }

    /** Shape of every parameter by name, in block order, weight before bias. */
    public Map<String, Shape> parameterShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Block block : blocks) {
            shapes.put(block.weight(), block.dense().weightShape());
            shapes.put(block.bias(), block.dense().biasShape());
        }
        return shapes;
    }

    /**
     * The graph that predicts: {@link #INPUT} to {@link #OUTPUT} and {@link #PROBABILITIES}, parameters as state.
     *
     * @param batch number of samples, or {@link Shape#BATCH}
     */
    public Graph inference(int batch) {
        GraphBuilder g = new GraphBuilder("inference");
        Tensor input = g.input(INPUT, ElementType.FLOAT, Shape.of(batch, inputs()));
        Tensor output = ForwardPass.of(this, g, input).output();
        g.output(OUTPUT, output);
        if (hasLogits()) {
            g.output(PROBABILITIES, g.softmax(output));
        }
        return g.build();
    }

    /** Whether the last block ends without an activation, so that its output goes through a softmax. */
    public boolean hasLogits() {
        return blocks.get(blocks.size() - 1).after().isEmpty();
    }
}
