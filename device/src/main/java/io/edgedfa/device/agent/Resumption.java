package io.edgedfa.device.agent;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Checkpoint;
import io.edgedfa.device.store.Checkpoints;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.network.Parameters;
import io.edgedfa.stream.memory.ReplayMemory;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Puts a learner and its replay memory back to where a checkpoint, or the factory model, has them. */
public final class Resumption {
    private static final String CLASSES = "classes";
    private static final String UPDATES = "updates";
    private static final String REPLAY = "replay";

    private final Learner learner;
    private final ReplayMemory memory;
    private final Supplier<Parameters> factory;
    private final Growth growth;
    private final Consumer<String> notes;

    /** Weights of a network that had fewer classes, for the one that has more now. */
    @FunctionalInterface
    public interface Growth {
        /** @throws IllegalArgumentException if that cannot be done */
        Parameters grow(int classes, Map<String, float[]> values);
    }

    /**
     * @param memory  null for none
     * @param factory reads the factory model's parameters
     * @param notes   told, in one line, what could not be taken over
     */
    public Resumption(Learner learner, ReplayMemory memory, Supplier<Parameters> factory, Growth growth, Consumer<String> notes) {
        this.learner = learner;
        this.memory = memory;
        this.factory = factory;
        this.growth = growth;
        this.notes = notes;
    }

    /** What {@link #to} must know of a checkpoint. */
    void save(Map<String, String> facts) {
        facts.put(CLASSES, Integer.toString(learner.classes()));
        facts.put(UPDATES, Long.toString(learner.updates()));
    }

    /** Back to the last good checkpoint. @return it; empty if there is none, or it cannot be read */
    Optional<Checkpoint> toLastGood(Optional<BoardStore> store) {
        try {
            Optional<Checkpoint> good = store.flatMap(open -> open.checkpoints().lastGood());
            return good.filter(checkpoint -> to(checkpoint, store.get().checkpoints()));
        } catch (StoreException | IllegalArgumentException e) {
            notes.accept("the last good checkpoint cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** For events. */
    public static String name(Checkpoint checkpoint) {
        return "checkpoint " + checkpoint.number() + " of " + Instant.ofEpochMilli(checkpoint.savedMs()) + " (update "
                + checkpoint.facts().getOrDefault(UPDATES, "?") + ")";
    }

    /** The weights that the board came with; the memory is emptied. */
    void toFactory() {
        learner.reset(factory.get());
        if (memory != null) {
            memory.clear();
        }
    }

    /**
     * @return false if the checkpoint is of another network: then nothing has changed
     * @throws StoreException           if it cannot be read: then the learner's state is worth nothing
     * @throws IllegalArgumentException likewise
     */
    boolean to(Checkpoint checkpoint, Checkpoints checkpoints) {
        Map<String, Integer> now = learner.stateSizes();
        Map<String, Integer> then = checkpoint.tensors();
        int classes = Integer.parseInt(checkpoint.facts().getOrDefault(CLASSES, "0"));
        if (classes != learner.classes()) {
            grow(checkpoint, checkpoints, classes);
        } else if (!then.entrySet().containsAll(parameters(now).entrySet())) {
            notes.accept(name(checkpoint) + " is of another network: " + then.keySet() + " instead of " + now.keySet());
            return false;
        } else {
            if (!then.equals(now)) {
                notes.accept(name(checkpoint) + " is of another optimizer, whose own state starts anew");
                learner.reset(new Parameters(Map.of()));
            }
            checkpoints.restore(checkpoint, (name, values) -> {
                if (now.containsKey(name) && now.get(name) == values.remaining()) {
                    learner.state(name, values);
                }
            });
        }
        learner.updates(Long.parseLong(checkpoint.facts().getOrDefault(UPDATES, "0")));
        remember(checkpoints);
        return true;
    }

    private Map<String, Integer> parameters(Map<String, Integer> sizes) {
        Set<String> names = learner.parameterNames();
        Map<String, Integer> some = new HashMap<>(sizes);
        some.keySet().retainAll(names);
        return some;
    }

    private void grow(Checkpoint checkpoint, Checkpoints checkpoints, int classes) {
        Map<String, float[]> values = new HashMap<>();
        checkpoints.restore(checkpoint, (name, buffer) -> {
            if (learner.parameterNames().contains(name)) {
                float[] copy = new float[buffer.remaining()];
                buffer.get(copy);
                values.put(name, copy);
            }
        });
        learner.reset(growth.grow(classes, values));
        notes.accept(name(checkpoint) + " has " + classes + " classes, the model now " + learner.classes()
                + "; what it knows is kept, the optimizer's own state starts anew");
    }

    /** The store has the memory as it was at the last checkpoint, good or not. */
    private void remember(Checkpoints checkpoints) {
        if (memory == null) {
            return;
        }
        memory.clear();
        String state = checkpoints.current().map(checkpoint -> checkpoint.facts().get(REPLAY)).orElse(null);
        if (state == null) {
            return;
        }
        try {
            int slots = memory.restore(state);
            checkpoints.memory((slot, bytes) -> {
                if (slot < slots) { // the rest is of a memory that was larger once
                    memory.restoreSlot(slot, bytes);
                }
            });
            memory.endRestore();
        } catch (IllegalArgumentException e) {
            memory.clear();
            notes.accept("the replay memory starts empty: " + e.getMessage());
        }
    }
}
