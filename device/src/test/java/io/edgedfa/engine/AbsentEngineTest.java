package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The product's classes with ONNX Runtime's, but neither ND4J's nor JNA's. */
class AbsentEngineTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private URLClassLoader board;

    @BeforeEach
    void leaveLibrariesOut() {
        URL classes = Engines.class.getProtectionDomain().getCodeSource().getLocation();
        URL onnxRuntime = OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation();
        board = new URLClassLoader(new URL[] {classes, onnxRuntime}, ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(board);
    }

    @AfterEach
    void restore() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        board.close();
    }

    @Test
    void shouldNotListAnEngineWhoseLibraryIsAbsent() throws ReflectiveOperationException {
        assertEquals("[ort]", engines().getMethod("names").invoke(null).toString());
    }

    @Test
    void shouldSayHowToGetAnEngineWhoseLibraryIsAbsent() throws ReflectiveOperationException {
        var open = engines().getMethod("open", String.class, int.class);
        Throwable refusal = assertThrows(InvocationTargetException.class, () -> open.invoke(null, "nd4j", 1)).getCause();
        assertEquals("engine 'nd4j' cannot be opened: ND4J is not on the class path; make the board's package with --engine nd4j,"
                + " or run from edge-dfa-host.jar", refusal.getMessage());
    }

    @Test
    void shouldSayWhatAnEngineLacksWhoseLibraryIsAbsent() throws ReflectiveOperationException {
        var open = engines().getMethod("open", String.class, int.class);
        Throwable refusal = assertThrows(InvocationTargetException.class, () -> open.invoke(null, "cuda", 1)).getCause();
        assertEquals("engine 'cuda' cannot be opened: JNA is not on the class path", refusal.getMessage());
    }

    @Test
    void shouldFallBackToTheDefaultEngineWhereNoAcceleratorIsThere() throws ReflectiveOperationException {
        assertEquals("ort", engines().getMethod("resolve", String.class).invoke(null, "auto"));
    }

    private Class<?> engines() throws ClassNotFoundException {
        return board.loadClass(Engines.class.getName());
    }
}
