package io.edgedfa.network;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Fragment;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.weight.Dense;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A feed-forward network: blocks in order, on a frozen body or on the samples themselves. Immutable; the weights live elsewhere.
 *
 * @param input  shape of one sample, {@code [features]} or {@code [channels, height, width]}; a body may take any
 * @param body   what turns a sample into what the first block takes, without ever learning; null for nothing
 * @param blocks at least one
 */
public record Network(Shape input, Fragment body, List<Block> blocks) {
    /** Input of the inference graph, {@code [batch, ...]} as one sample's shape says. */
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
        Wiring.check(blocks);
        // Building the graph of one sample refuses what does not fit, with the names and shapes of both sides.
        outputShapes(input, body, blocks);
    }

    /** A network without a body. */
    public Network(Shape input, List<Block> blocks) {
        this(input, null, blocks);
    }

    /** A network on a body. */
    public Network(Fragment body, List<Block> blocks) {
        this(body.input(), body, blocks);
    }

    /** A network whose first block is dense. */
    public Network(List<Block> blocks) {
        this(blocks.isEmpty() ? Shape.SCALAR : Shape.of(((Dense) blocks.get(0).weighted()).inputs()), blocks);
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
        return input.elements();
    }

    /** Units of the last block. */
    public int classes() {
        return blocks.get(blocks.size() - 1).weighted().biasShape().size(0);
    }

    /** @throws IllegalArgumentException unless the last block's output is {@code [classes]}: what a label can be compared with */
    public void checkClasses() {
        Shape output = outputShapes().get(blocks.size() - 1);
        if (!output.equals(Shape.of(classes()))) {
            throw new IllegalArgumentException(
                    "the last block's output is " + output + "; allowed: [classes], one per unit, here [" + classes() + "]");
        }
    }

    /** Shape of each block's output for one sample. */
    public List<Shape> outputShapes() {
        return outputShapes(input, body, blocks);
    }

    private static List<Shape> outputShapes(Shape input, Fragment body, List<Block> blocks) {
        GraphBuilder g = new GraphBuilder("shapes");
        Shape entering = body == null ? input : body.output();
        Tensor sample = g.input(INPUT, ElementType.FLOAT, entering.ofBatch(1));
        return ForwardPass.of(blocks, g, sample, blocks.size(), g::state).steps().stream().map(step -> step.output().shape().sample()).toList();
    }

    /** Whether each block takes the output of the one before, and nothing else. */
    public boolean isChain() {
        return Wiring.isChain(blocks);
    }

    /** Shape of every parameter by name, in block order, weight before bias. */
    public Map<String, Shape> parameterShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Block block : blocks) {
            shapes.put(block.weight(), block.weighted().weightShape());
            shapes.put(block.bias(), block.weighted().biasShape());
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
        Tensor output = ForwardPass.of(this, g, g.input(INPUT, ElementType.FLOAT, input.ofBatch(batch))).output();
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
