package io.edgedfa.device.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReachTest {
    static final class First {
        Second second;
    }

    static final class Second {
        Object third() {
            return new Third();
        }
    }

    static final class Third {
        First back;
    }

    static final class Alone {}

    private static Map<String, byte[]> classes() throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        for (Class<?> one : List.of(First.class, Second.class, Third.class, Alone.class)) {
            String name = one.getName().replace('.', '/');
            try (InputStream in = one.getResourceAsStream("/" + name + ".class")) {
                classes.put(name, in.readAllBytes());
            }
        }
        return classes;
    }

    private static Set<String> reached(String root, Predicate<String> leftOut) throws IOException {
        return Reach.of(classes()::get, List.of(ReachTest.class.getName().replace('.', '/') + "$" + root, "java/lang/Object"), leftOut).stream()
                .map(name -> name.substring(name.indexOf('$') + 1)).collect(Collectors.toSet());
    }

    @Test
    void shouldFollowMentionsAcrossClassesAndInCircles() throws IOException {
        assertEquals(Set.of("First", "Second", "Third"), reached("First", name -> false));
        assertEquals(Set.of("First", "Second", "Third"), reached("Third", name -> false));
    }

    @Test
    void shouldNotGoThroughWhatIsLeftOut() throws IOException {
        assertEquals(Set.of("First"), reached("First", name -> name.endsWith("Second")));
    }

    @Test
    void shouldLeaveOutARootToo() throws IOException {
        assertEquals(Set.of(), reached("Alone", name -> name.endsWith("Alone")));
    }
}
