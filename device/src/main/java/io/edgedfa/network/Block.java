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
 */
public record Block(String name, WeightedLayer weighted, List<Layer> after) {
    public Block {
        after = List.copyOf(after);
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
