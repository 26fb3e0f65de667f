package io.edgedfa.onnx.reading.node;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.GraphException;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.Block;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.Residual;
import io.edgedfa.network.weight.WeightedLayer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Blocks as a file's nodes make them, one after the other. A block grows at its end only, and no longer once its output is
 * read.
 */
final class BlockBuilder {
    /** The samples that enter, before the first block. */
    static final int START = -1;

    /**
     * Where a tensor of the file is.
     *
     * @param block index, or {@link #START}
     * @param layer number of layers after the block's weights that it went through
     * @param shape of one sample
     */
    record Place(int block, int layer, Shape shape) {}

    private final Set<String> taken;
    private final List<Block> blocks = new ArrayList<>();
    /** Indices of the blocks whose output another one takes. */
    private final Set<Integer> read = new HashSet<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();

    /** @param taken names that blocks must not have: those inside the body */
    BlockBuilder(Set<String> taken) {
        this.taken = taken;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** Parameters by name, in block order. */
    Map<String, float[]> values() {
        return values;
    }

    /** The block of a place. */
    Block block(Place place) {
        return blocks.get(place.block());
    }

    /** Whether a place is the end of its block, which no other block has read yet. */
    private boolean canGrow(Place place) {
        return place.block() != START && isEnd(place) && !read.contains(place.block());
    }

    private boolean isEnd(Place place) {
        return place.block() == START || place.layer() == blocks.get(place.block()).after().size();
    }

    /** Adds a block. @param weightName of the file, from which the block's name is taken where it can be */
    Place addBlock(OnnxMl.NodeProto node, Place from, WeightedLayer layer, String weightName, float[] weight, float[] bias) {
        if (!isEnd(from)) {
            throw Refusal.of(node, "reads the middle of block " + block(from).name() + "; allowed: branches where a block ends");
        }
        String stem = weightName.endsWith(".weight") ? weightName.substring(0, weightName.length() - ".weight".length()) : free();
        Block block = new Block(stem, layer, List.of(), source(from));
        if (values.containsKey(block.weight())) {
            throw Refusal.of(node, "uses weight '" + weightName + "' a second time");
        }
        Shape shape = shape(node, from.shape(), (g, x) -> layer.forward(g, x, g.state(block.weight(), layer.weightShape()),
                g.state(block.bias(), layer.biasShape())));
        blocks.add(block);
        read.add(from.block());
        values.put(block.weight(), weight);
        values.put(block.bias(), bias);
        return new Place(blocks.size() - 1, 0, shape);
    }

    /** Name of the block that is read; null for the one right before, or the start of the first. */
    private String source(Place from) {
        return from.block() == blocks.size() - 1 ? null : from.block() == START ? Block.ENTERING : block(from).name();
    }

    private String free() {
        int number = blocks.size() + 1;
        while (taken.contains("block" + number + ".weight") || values.containsKey("block" + number + ".weight")) {
            number++;
        }
        return "block" + number;
    }

    /** Adds layers without weights. */
    Place addLayers(OnnxMl.NodeProto node, Place at, List<Layer> layers) {
        if (at.block() == START) {
            throw Refusal.of(node, "comes before the first layer with weights");
        }
        if (!canGrow(at)) {
            throw Refusal.of(node, "goes on from the middle of block " + block(at).name() + "; allowed: branches where a block ends");
        }
        Place end = at;
        for (Layer layer : layers) {
            Shape shape = shape(node, end.shape(), (g, x) -> layer.forward(g, x));
            grow(end, layer);
            end = new Place(end.block(), end.layer() + 1, shape);
        }
        return end;
    }

    private void grow(Place at, Layer layer) {
        List<Layer> after = new ArrayList<>(block(at).after());
        after.add(layer);
        blocks.set(at.block(), new Block(block(at).name(), block(at).weighted(), after, block(at).source()));
    }

    /** Adds two places, one of which is the end of a block and takes the other in. */
    Place addResidual(OnnxMl.NodeProto node, Place one, Place two) {
        Place later = one.block() > two.block() ? one : two;
        Place earlier = later == one ? two : one;
        if (!later.shape().equals(earlier.shape())) {
            throw Refusal.of(node, "adds " + later.shape() + " and " + earlier.shape() + "; allowed: equal shapes");
        }
        if (!canGrow(later) || !isEnd(earlier) || later.block() == earlier.block()) {
            throw Refusal.of(node, "adds what is no block's end; allowed: two branches that end there");
        }
        read.add(earlier.block());
        grow(later, new Residual(earlier.block() == START ? Block.ENTERING : block(earlier).name()));
        return new Place(later.block(), later.layer() + 1, later.shape());
    }

    /** What comes of one sample. */
    private static Shape shape(OnnxMl.NodeProto node, Shape sample, BiFunction<GraphBuilder, Tensor, Tensor> forward) {
        GraphBuilder g = new GraphBuilder("shapes");
        try {
            return forward.apply(g, g.input("its input", ElementType.FLOAT, sample.ofBatch(1))).shape().sample();
        } catch (GraphException | ArithmeticException e) {
            // Arithmetic: more pixels than can be counted.
            throw Refusal.of(node, "does not fit: " + e.getMessage());
        }
    }
}
