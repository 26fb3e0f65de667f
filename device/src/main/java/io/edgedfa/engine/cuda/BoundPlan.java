package io.edgedfa.engine.cuda;

import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.OutOfMemoryException;
import io.edgedfa.engine.State;
import io.edgedfa.engine.cuda.lowering.Launch;
import io.edgedfa.engine.cuda.lowering.Plan;
import io.edgedfa.engine.cuda.lowering.Storage;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A plan with its memory on a card and its kernels compiled: ready to be launched, or recorded. */
final class BoundPlan implements AutoCloseable {
    private final Card card;
    private final Plan plan;
    private final CardStates states;
    private final Map<Storage, Long> addresses = new HashMap<>();
    private final List<Long> owned = new ArrayList<>();
    private final List<Runnable> launches = new ArrayList<>();
    private Card.Code code;

    /**
     * @param more CUDA C of kernels beside the plan's
     * @throws OutOfMemoryException when the card has not the memory
     * @throws EngineException      when a state tensor has another size, or the card refuses the code
     */
    BoundPlan(Card card, Graph graph, Plan plan, List<State> states, String more) {
        this.card = card;
        this.plan = plan;
        for (Tensor tensor : graph.state()) {
            int values = states.get(0).elements(tensor.name());
            if (values != tensor.shape().elements()) {
                throw new EngineException("state tensor " + tensor.describe() + " has " + values + " values");
            }
        }
        this.states = CardStates.of(card, states);
        try {
            allocate(graph.name());
            plan.constants().forEach(this::fill);
            code = card.load(plan.source() + more);
            plan.launches().forEach(this::bind);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void allocate(String name) {
        plan.tensors().forEach((tensor, storage) -> {
            if (storage.role() == Storage.Role.STATE) {
                addresses.put(storage, states.address(tensor));
            } else {
                place(storage, name);
            }
        });
        plan.constants().keySet().forEach(storage -> place(storage, name));
        if (plan.scratch() > 0) {
            long scratch = take(plan.scratch(), name);
            plan.offsets().forEach((storage, offset) -> addresses.put(storage, scratch + offset));
        }
    }

    private void place(Storage storage, String name) {
        if (!addresses.containsKey(storage)) {
            addresses.put(storage, take(storage.bytes(plan.replicas()), name));
        }
    }

    private long take(long bytes, String name) {
        long address = card.allocate(bytes);
        if (address == 0) {
            owned.forEach(card::free);
            owned.clear();
            throw new OutOfMemoryException("graph " + name + " for " + plan.replicas() + " replicas", plan.bytes(), card.freeBytes());
        }
        owned.add(address);
        return address;
    }

    private void fill(Storage storage, Object values) {
        if (values instanceof int[] indices) {
            IntBuffer buffer = direct((long) indices.length * Integer.BYTES).asIntBuffer().put(0, indices);
            card.upload(addresses.get(storage), buffer, (long) indices.length * Integer.BYTES);
            return;
        }
        long bytes = (long) storage.elements() * Float.BYTES;
        ByteBuffer row = direct(bytes);
        long to = addresses.get(storage);
        for (float[] replica : (float[][]) values) {
            row.asFloatBuffer().put(0, replica);
            card.upload(to, row, bytes);
            to += bytes;
        }
    }

    private static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    private void bind(Launch launch) {
        if (launch instanceof Launch.Kernel kernel) {
            Card.Call call = call(kernel.name(), kernel.arguments().stream().mapToLong(addresses::get).toArray());
            launches.add(() -> call.launch(kernel.blocks(), plan.replicas(), kernel.threads()));
        } else if (launch instanceof Launch.Product product) {
            launches.add(() -> card.multiply(product, addresses.get(product.a()), addresses.get(product.b()), addresses.get(product.out()),
                    plan.replicas()));
        } else if (launch instanceof Launch.Copy copy) {
            launches.add(() -> card.copy(addresses.get(copy.to()), addresses.get(copy.from()), copy.to().bytes(plan.replicas())));
        }
    }

    /** A kernel of the plan or beside it. */
    Card.Call call(String kernel, long... arguments) {
        return code.call(kernel, arguments);
    }

    /** Asks the card for everything the plan says. */
    void launch() {
        launches.forEach(Runnable::run);
    }

    /** What {@link #launch} asks for, in the order of the plan's launches. */
    List<Runnable> launches() {
        return launches;
    }

    /** Of an input, an output or a state tensor; the first replica's. */
    long address(String tensor) {
        return addresses.get(storage(tensor));
    }

    /** Of an input, an output or a state tensor. @throws IllegalArgumentException for an unknown name */
    Storage storage(String tensor) {
        Storage storage = plan.tensors().get(tensor);
        if (storage == null) {
            throw new IllegalArgumentException("program has no tensor " + tensor + "; it has " + plan.tensors().keySet());
        }
        return storage;
    }

    @Override
    public void close() {
        if (code != null) {
            code.close();
        }
        owned.forEach(card::free);
        states.release();
    }
}
