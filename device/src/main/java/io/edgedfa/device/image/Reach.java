package io.edgedfa.device.image;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
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
     * @param classes a class file by its name, with slashes; {@code null} where there is none
     * @param roots   names; those without a class are passed over
     * @param leftOut what is not reached, whoever mentions it
     */
    static Set<String> of(Function<String, byte[]> classes, Collection<String> roots, Predicate<String> leftOut) {
        Set<String> reached = new HashSet<>();
        Deque<String> waiting = new ArrayDeque<>(roots);
        while (!waiting.isEmpty()) {
            String name = waiting.pop();
            if (!leftOut.test(name) && !reached.contains(name)) {
                byte[] content = classes.apply(name);
                if (content != null) {
                    reached.add(name);
                    waiting.addAll(new ClassFile(content).mentions());
                }
            }
        }
        return reached;
    }
}
