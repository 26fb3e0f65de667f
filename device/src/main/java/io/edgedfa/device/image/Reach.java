package io.edgedfa.device.image;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which classes a program can come to, found in the constants of its class files alone: whatever a reached class
 * {@linkplain ClassFile#mentions mentions} is reached. What is found at run time by other means (service files, native code that
 * asks for classes by name) has to be among the roots.
 */
final class Reach {
    private Reach() {}

    /**
     * The reached ones.
     *
     * @param classes by name, with slashes
     * @param roots   names; those without a class are passed over
     * @param leftOut what is not reached, whoever mentions it
     */
    static Set<String> of(Map<String, byte[]> classes, Collection<String> roots, Predicate<String> leftOut) {
        Set<String> reached = new HashSet<>();
        Deque<String> waiting = new ArrayDeque<>();
        add(classes, roots, leftOut, reached, waiting);
        while (!waiting.isEmpty()) {
            add(classes, new ClassFile(classes.get(waiting.pop())).mentions(), leftOut, reached, waiting);
        }
        return reached;
    }

    private static void add(Map<String, byte[]> classes, Collection<String> names, Predicate<String> leftOut, Set<String> reached,
            Deque<String> waiting) {
        for (String name : names) {
            if (classes.containsKey(name) && !leftOut.test(name) && reached.add(name)) {
                waiting.push(name);
            }
        }
    }
}
