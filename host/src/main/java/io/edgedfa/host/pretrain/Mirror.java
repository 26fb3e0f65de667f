package io.edgedfa.host.pretrain;

import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Window;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.Logistic;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Unflatten;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.network.weight.TransposedConvolution;
import io.edgedfa.network.weight.WeightedLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * A feature extractor followed by its mirror image: the same shapes in reverse, from the last block's features to the size of
 * the input. A dense block is mirrored by a dense block; a convolution and the max-pool after it by one transposed convolution
 * whose stride is the pool's; flattening by its reverse. What followed the block before follows the mirrored block, a logistic
 * function the last one: inputs lie in [0, 1].
 */
final class Mirror {
    private final String net;
    private final List<Block> extractor;
    private final List<Shape> inputs = new ArrayList<>();

    private Mirror(String net, Network network) {
        this.net = net;
        this.extractor = network.blocks().subList(0, network.blocks().size() - 1);
        inputs.add(network.input());
        inputs.addAll(network.outputShapes());
    }

    /**
     * The generator: the blocks before the network's last one, then {@code NAME.mirror} of each in reverse.
     *
     * @param net for messages, which start with it
     * @throws IllegalArgumentException if there is nothing to mirror, or no mirror that ends at the input's shape
     */
    static Network of(String net, Network network) {
        Mirror mirror = new Mirror(net, network);
        if (mirror.extractor.isEmpty()) {
            throw new IllegalArgumentException("net '" + net + "' has no block before its last one; allowed: at least one to pretrain");
        }
        List<Block> blocks = new ArrayList<>(mirror.extractor);
        for (int i = mirror.extractor.size() - 1; i >= 0; i--) {
            blocks.add(mirror.block(i));
        }
        return new Network(network.input(), blocks);
    }

    private Block block(int index) {
        Block block = extractor.get(index);
        return new Block(block.name() + ".mirror", weighted(index), after(index));
    }

    private WeightedLayer weighted(int index) {
        Block block = extractor.get(index);
        if (block.weighted() instanceof Dense dense) {
            return new Dense(dense.units(), dense.inputs());
        }
        if (!(block.weighted() instanceof Convolution convolution) || index == extractor.size() - 1) {
            throw refusal(block, "allowed: dense blocks, and convolutions before them");
        }
        Window kernel = convolution.window();
        Window window = kernel;
        for (Layer layer : block.after()) {
            if (layer instanceof MaxPool pool) {
                window = new Window(kernel.height(), kernel.width(), kernel.strideHeight() * pool.window().strideHeight(),
                        kernel.strideWidth() * pool.window().strideWidth(), kernel.top(), kernel.left(), kernel.bottom(), kernel.right());
            }
        }
        int height = inputs.get(index).size(1);
        int width = inputs.get(index).size(2);
        Shape pooled = image(index);
        if (window.rows(height) != pooled.size(1) || window.columns(width) != pooled.size(2)) {
            throw refusal(block, "pools %dx%d to %dx%d; allowed: images whose sides pooling divides evenly"
                    .formatted(height, width, pooled.size(1), pooled.size(2)));
        }
        return new TransposedConvolution(convolution.outChannels(), convolution.inChannels(), window,
                (height + window.top() + window.bottom() - window.height()) % window.strideHeight(),
                (width + window.left() + window.right() - window.width()) % window.strideWidth());
    }

    /** What a convolution's block gives, before it is flattened: {@code [channels, height, width]}. */
    private Shape image(int index) {
        Convolution convolution = (Convolution) extractor.get(index).weighted();
        int rows = convolution.window().rows(inputs.get(index).size(1));
        int columns = convolution.window().columns(inputs.get(index).size(2));
        for (Layer layer : extractor.get(index).after()) {
            if (layer instanceof MaxPool pool) {
                rows = pool.window().rows(rows);
                columns = pool.window().columns(columns);
            }
        }
        return Shape.of(convolution.outChannels(), rows, columns);
    }

    private List<Layer> after(int index) {
        if (index == 0) {
            return List.of(new Logistic(1));
        }
        List<Layer> layers = new ArrayList<>();
        for (Layer layer : extractor.get(index - 1).after()) {
            if (layer instanceof Flatten) {
                Shape image = image(index - 1);
                layers.add(new Unflatten(image.size(0), image.size(1), image.size(2)));
            } else if (!(layer instanceof MaxPool)) {
                layers.add(layer);
            }
        }
        return layers;
    }

    private IllegalArgumentException refusal(Block block, String why) {
        return new IllegalArgumentException("net '" + net + "' cannot be mirrored: " + block.name() + " " + why);
    }
}
