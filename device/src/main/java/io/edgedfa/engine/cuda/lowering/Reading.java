package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.graph.Tensor;
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads tensors where a kernel needs them: from memory what is stored, by its formula what is not. Notes what is read. */
final class Reading {
    /** The index of the element that a thread makes. */
    static final String OWN = "i";

    private final Placement placement;
    private final KernelText text = new KernelText();
    private final Set<Storage> reads = new LinkedHashSet<>();
    private final Set<Storage> readsElsewhere = new LinkedHashSet<>();

    Reading(Placement placement) {
        this.placement = placement;
    }

    KernelText text() {
        return text;
    }

    /** All storages read. */
    Set<Storage> reads() {
        return reads;
    }

    /** Storages read at other elements than the thread's own. */
    Set<Storage> readsElsewhere() {
        return readsElsewhere;
    }

    /** The value of an element. @return a name or a literal */
    String value(Tensor tensor, String index) {
        String at = tensor.shape().elements() == 1 ? "0u" : index;
        String literal = placement.literal(tensor);
        if (literal != null) {
            return literal;
        }
        Storage storage = placement.storage(tensor);
        String key = key(tensor, at);
        String there = text.recall(key);
        if (there != null) {
            return there;
        }
        String name = storage == null ? placement.formula(tensor).write(this, at) : load(storage, at);
        return text.remember(key, name);
    }

    /** An element of a storage. */
    String load(Storage wanted, String index) {
        Storage storage = placement.resolve(wanted);
        reads.add(storage);
        if (!index.equals(OWN)) {
            readsElsewhere.add(storage);
        }
        return text.declare(storage.type().c(), text.pointer(storage) + "[" + index + "]");
    }

    /** Computes a stored tensor's own element, and remembers it for whoever reads that element in the same kernel. */
    String make(Tensor tensor) {
        String name = placement.formula(tensor).write(this, OWN);
        text.remember(key(tensor, tensor.shape().elements() == 1 ? "0u" : OWN), name);
        return name;
    }

    /** Tensors that are stored in the same place are the same. */
    private String key(Tensor tensor, String at) {
        Storage storage = placement.storage(tensor);
        return (storage == null ? tensor.name() : storage.name()) + " at " + at;
    }
}
