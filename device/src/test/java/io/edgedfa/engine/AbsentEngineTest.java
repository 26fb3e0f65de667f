package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The product's classes without ND4J's, as on a board image built by default. */
class AbsentEngineTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private URLClassLoader board;

    @BeforeEach
    void leaveLibrariesOut() {
        URL classes = Engines.class.getProtectionDomain().getCodeSource().getLocation();
        board = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
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
        assertEquals("engine 'nd4j' cannot be opened: ND4J is not on the class path; build the board image with mvn -Pnd4j,"
                + " or run from edge-dfa-host.jar", refusal.getMessage());
    }

    private Class<?> engines() throws ClassNotFoundException {
        return board.loadClass(Engines.class.getName());
    }
}
