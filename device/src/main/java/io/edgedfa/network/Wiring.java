package io.edgedfa.network;

import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.Residual;
import io.edgedfa.network.weight.Dense;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which block takes the outputs of which. */
final class Wiring {
    private Wiring() {}

    /** @throws IllegalArgumentException in one line, unless names are unique, sources come earlier, and every output is taken */
    static void check(List<Block> blocks) {
        Map<String, Block> earlier = new HashMap<>();
        Set<String> taken = new HashSet<>();
        Block before = null;
        for (Block block : blocks) {
            if (block.source() == null && before != null) {
                taken.add(before.name());
                checkUnits(block, before);
            }
            for (String name : named(block)) {
                if (!name.equals(Block.ENTERING) && !earlier.containsKey(name)) {
                    throw new IllegalArgumentException("block " + block.name() + " takes the output of '" + name
                            + "'; allowed: an earlier block, here " + earlier.keySet());
                }
                taken.add(name);
            }
            if (block.name().equals(Block.ENTERING) || earlier.put(block.name(), block) != null) {
                throw new IllegalArgumentException("block name '" + block.name() + "' is empty or taken");
            }
            before = block;
        }
        for (Block block : blocks.subList(0, blocks.size() - 1)) {
            if (!taken.contains(block.name())) {
                throw new IllegalArgumentException("the output of block " + block.name() + " is not taken by any block");
            }
        }
    }

    private static void checkUnits(Block block, Block before) {
        if (block.weighted() instanceof Dense dense && before.weighted() instanceof Dense last && last.units() != dense.inputs()) {
            throw new IllegalArgumentException("block " + block.name() + " takes " + dense.inputs()
                    + " inputs, but block " + before.name() + " has " + last.units() + " units");
        }
    }

    /** Names of the blocks that a block takes outputs of by name. */
    private static Set<String> named(Block block) {
        Set<String> names = new HashSet<>();
        if (block.source() != null) {
            names.add(block.source());
        }
        for (Layer layer : block.after()) {
            if (layer instanceof Residual added) {
                names.add(added.block());
            }
        }
        return names;
    }

    static boolean isChain(List<Block> blocks) {
        return blocks.stream().allMatch(block -> named(block).isEmpty());
    }
}
