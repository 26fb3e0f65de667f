package io.edgedfa.device.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFileTest {
    private static final String NAME = Throwing.class.getName();

    /** Something with a line number, a local variable and an exception handler. */
    public static final class Throwing implements Runnable {
        @Override
        public void run() {
            try {
                int never = Integer.parseInt("no number");
                System.out.println(never);
            } catch (NumberFormatException e) {
                throw new IllegalStateException("as it should", e);
            }
        }
    }

    /** Mentions a class in each way. */
    @Deprecated
    static final class Mentioning {
        Map<String, Path[]> inSignature;

        Object byName() throws ClassNotFoundException {
            return Class.forName("java.util.concurrent.Phaser");
        }

        void inDescriptor(java.util.BitSet bits) {}
    }

    private static byte[] bytes(Class<?> one) throws IOException {
        try (InputStream in = one.getResourceAsStream("/" + one.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    private static Throwable thrown(byte[] content) throws ReflectiveOperationException {
        ClassLoader loader = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(NAME, content, 0, content.length);
            }
        };
        Runnable throwing = (Runnable) loader.loadClass(NAME).getConstructor().newInstance();
        return assertThrows(IllegalStateException.class, throwing::run);
    }

    private static StackTraceElement top(byte[] content) throws ReflectiveOperationException {
        return thrown(content).getStackTrace()[0];
    }

    @Test
    void shouldMentionWhatIsNamedInCodeDescriptorsSignaturesAndTexts() throws IOException {
        assertTrue(new ClassFile(bytes(Mentioning.class)).mentions().containsAll(Set.of("java/lang/Class", "java/lang/Deprecated",
                "java/util/Map", "java/nio/file/Path", "java/util/BitSet", "java/util/concurrent/Phaser")));
    }

    @Test
    void shouldRunTheSameWithoutDebugTables() throws Exception {
        byte[] content = bytes(Throwing.class);
        assertEquals(true, top(content).getLineNumber() > 0);
        byte[] less = new ClassFile(content).without(Set.of("LineNumberTable", "LocalVariableTable"));
        StackTraceElement top = top(less);
        assertEquals("run", top.getMethodName());
        assertTrue(top.getLineNumber() < 0, "no line " + top.getLineNumber());
        assertEquals("ClassFileTest.java", top.getFileName());
        assertTrue(less.length < content.length);
    }

    @Test
    void shouldLeaveEveryClassOfTheProductAsItIsWhenNothingIsTakenOut(@TempDir Path folder) throws IOException {
        Path jar = Product.pack(folder);
        int checked = 0;
        for (String place : new String[] {jar.getFileName().toString(), "lib/" + protobuf(folder)}) {
            for (Map.Entry<String, byte[]> one : Jar.read(folder.resolve(place), Platform.LINUX_ARM64).classes().entrySet()) {
                assertArrayEquals(one.getValue(), new ClassFile(one.getValue()).without(Set.of()), one.getKey());
                checked++;
            }
        }
        assertTrue(checked > 800, checked + " classes");
    }

    private static String protobuf(Path folder) {
        String[] found = folder.resolve("lib").toFile().list((lib, name) -> name.startsWith("protobuf-java"));
        return found[0];
    }

    @Test
    void shouldRefuseWhatIsNoClassFile() {
        byte[] text = "these are more than twenty-four bytes".getBytes(StandardCharsets.UTF_8);
        assertEquals("not a class file", assertThrows(IllegalArgumentException.class, () -> new ClassFile(text)).getMessage());
        assertFalse(text.length < 24);
    }
}
