package io.edgedfa.network;

import io.edgedfa.graph.ElementType;
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
import java.util.stream.IntStream;

/**
 * A feed-forward network: blocks in order. Immutable; the weights live elsewhere.
 *
 * @param input  shape of one sample, {@code [features]} or {@code [channels, height, width]}
 * @param blocks at least one
 */
public record Network(Shape input, List<Block> blocks) {
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
        for (int i = 1; i < blocks.size(); i++) {
            Block before = blocks.get(i - 1);
            Block block = blocks.get(i);
            if (block.weighted() instanceof Dense dense && before.weighted() instanceof Dense last && last.units() != dense.inputs()) {
                throw new IllegalArgumentException("block " + block.name() + " takes " + dense.inputs()
                        + " inputs, but block " + before.name() + " has " + last.units() + " units");
            }
        }
        // Building the graph of one sample refuses what does not fit, with the names and shapes of both sides.
        outputShapes(input, blocks);
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
        return outputShapes(input, blocks);
    }

    private static List<Shape> outputShapes(Shape input, List<Block> blocks) {
        GraphBuilder g = new GraphBuilder("shapes");
        Tensor h = g.input(INPUT, ElementType.FLOAT, batched(1, input));
        List<Shape> shapes = new ArrayList<>();
        for (Block block : blocks) {
            h = block.weighted().forward(g, h, g.state(block.weight(), block.weighted().weightShape()),
                    g.state(block.bias(), block.weighted().biasShape()));
            for (Layer layer : block.after()) {
                h = layer.forward(g, h);
            }
            Shape shape = h.shape();
            shapes.add(Shape.of(IntStream.range(1, shape.rank()).map(shape::size).toArray()));
        }
        return shapes;
    }

    /** Shape of a batch of samples. @param batch number of samples, or {@link Shape#BATCH} */
    public static Shape batched(int batch, Shape sample) {
        return Shape.of(IntStream.rangeClosed(0, sample.rank()).map(axis -> axis == 0 ? batch : sample.size(axis - 1)).toArray());
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
        Tensor output = ForwardPass.of(this, g, g.input(INPUT, ElementType.FLOAT, batched(batch, input))).output();
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
