package io.edgedfa.device.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A saved state of learning, without its numbers; {@link Checkpoints#restore} reads those.
 *
 * @param number  rises by 1 from checkpoint to checkpoint
 * @param savedMs milliseconds since 1970 UTC by the board's clock
 * @param facts   what the caller saved with it, in the order saved
 * @param tensors elements of each tensor by name, in the order saved
 */
public record Checkpoint(long number, long savedMs, Map<String, String> facts, Map<String, Integer> tensors) {
    public Checkpoint {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }
}
