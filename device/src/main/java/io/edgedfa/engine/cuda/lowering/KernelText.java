package io.edgedfa.engine.cuda.lowering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The C of one kernel's inside while it is written. What was computed is remembered under what it is, within the block where it
 * was, so that nothing is computed twice. Indices are names of variables or literals, of C's type {@code unsigned}.
 */
final class KernelText {
    private final StringBuilder text = new StringBuilder();
    private final Deque<Map<String, String>> known = new ArrayDeque<>(List.of(new HashMap<>()));
    private final Map<Storage, String> pointers = new LinkedHashMap<>();
    private int variables;
    private boolean loops;

    /** Adds a line. */
    void line(String line) {
        text.append("    ".repeat(known.size() - 1)).append(line).append('\n');
    }

    /** Begins a block, for example {@code for (...)}. What is learned in it is forgotten at its end. */
    void open(String head) {
        loops |= head.startsWith("for");
        line(head + " {");
        known.push(new HashMap<>());
    }

    void close() {
        known.pop();
        line("}");
    }

    /** Declares a variable. @return its name */
    String declare(String type, String expression) {
        String name = "v" + variables++;
        line(type + " " + name + " = " + expression + ";");
        return name;
    }

    /** An index computed once. @return its name, or the expression itself if that is a number or a name */
    String index(String expression) {
        if (expression.matches("[a-z0-9]+")) {
            return expression;
        }
        String there = recall("index " + expression);
        return there != null ? there : remember("index " + expression, declare("unsigned", expression));
    }

    /** What is known under a key; null for nothing. */
    String recall(String key) {
        for (Map<String, String> block : known) {
            String name = block.get(key);
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    /** Remembers a name until the end of the block. */
    String remember(String key, String name) {
        known.element().put(key, name);
        return name;
    }

    /** The name of the pointer to a storage. */
    String pointer(Storage storage) {
        return pointers.computeIfAbsent(storage, s -> "p" + pointers.size());
    }

    /** Every storage that is touched, in order of the arguments. */
    List<Storage> arguments() {
        return new ArrayList<>(pointers.keySet());
    }

    /** Whether there is any loop. */
    boolean loops() {
        return loops;
    }

    /** The pointers as parameters: the first address of all replicas. @param written those that are not only read */
    String parameters(Set<Storage> written) {
        List<String> parameters = new ArrayList<>();
        pointers.forEach((storage, name) -> parameters.add((written.contains(storage) ? "" : "const ") + storage.type().c()
                + "* __restrict__ " + name));
        return String.join(", ", parameters);
    }

    /** Moves the pointers to the block's own replica. */
    String toReplica() {
        StringBuilder moves = new StringBuilder();
        pointers.forEach((storage, name) -> {
            if (!storage.shared()) {
                moves.append(name).append(" += (size_t) blockIdx.y * ").append(storage.elements()).append("u; ");
            }
        });
        return moves.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
