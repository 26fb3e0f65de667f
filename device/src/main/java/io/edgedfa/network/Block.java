package io.edgedfa.network;

import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.weight.WeightedLayer;
import java.util.List;

/**
 * A weighted layer and the weightless layers that follow it.
 *
 * @param name     unique in its network; prefixes the parameters' names
 * @param weighted what learns
 * @param after    what follows, in order; empty for identity
 * @param source   name of the earlier block whose output it takes, {@link #ENTERING} for what enters the network; null for the
 *                 block right before
 */
public record Block(String name, WeightedLayer weighted, List<Layer> after, String source) {
    /** In place of a block's name: what enters the network. */
    public static final String ENTERING = "";

    public Block {
        after = List.copyOf(after);
    }

    /** A block on the one right before. */
    public Block(String name, WeightedLayer weighted, List<Layer> after) {
        this(name, weighted, after, null);
    }

    /** Name of the weight tensor. */
    public String weight() {
        return name + ".weight";
    }

    /** Name of the bias vector. */
    public String bias() {
        return name + ".bias";
    }
}
