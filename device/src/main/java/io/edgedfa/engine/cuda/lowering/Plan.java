package io.edgedfa.engine.cuda.lowering;

import java.util.List;
import java.util.Map;

/**
 * A graph for a card.
 *
 * @param replicas  copies that run together
 * @param source    CUDA C of all kernels
 * @param launches  in order
 * @param tensors   the storage of inputs, outputs and state, by name; an update is found under its state's name
 * @param constants values of what is filled once: {@code int[]}, or {@code float[][]} with one row per replica, or one for all
 * @param offsets   where in one piece of scratch memory each temporary begins, in bytes; those alive at the same time are apart
 * @param scratch   bytes of that piece
 */
public record Plan(int replicas, String source, List<Launch> launches, Map<String, Storage> tensors, Map<Storage, Object> constants,
        Map<Storage, Long> offsets, long scratch) {

    /** Bytes of the card's memory that a program takes for itself: scratch, constants, inputs and outputs, without state. */
    public long bytes() {
        long own = tensors.values().stream().filter(storage -> storage.role() != Storage.Role.STATE).distinct()
                .mapToLong(storage -> storage.bytes(replicas)).sum();
        return scratch + own + constants.keySet().stream().mapToLong(storage -> storage.bytes(replicas)).sum();
    }

    /** Bytes of the state's tensors. */
    public long stateBytes() {
        return tensors.values().stream().filter(storage -> storage.role() == Storage.Role.STATE).distinct()
                .mapToLong(storage -> storage.bytes(replicas)).sum();
    }
}
