package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgedfa.engine.cuda.CudaProvider;
import io.edgedfa.engine.cuda.EmulatedCard;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tests of engine cuda need beside Java; where it is not, they are skipped and the reason is printed. */
public final class Needed {
    private Needed() {}

    /** A real card. */
    public static void card() {
        new CudaProvider().absence().ifPresent(why -> skip("tests of engine cuda on a card: " + why));
    }

    /** A compiler for the emulated card. */
    public static void compiler() {
        if (!EmulatedCard.isThere()) {
            assertNotEquals("true", System.getenv("CI"), "CI must have g++");
            skip("there is no /usr/bin/g++ to compile kernels with");
        }
    }

    /** A file that CUDA's toolkit brings. */
    public static void ofToolkit(Path file) {
        if (!Files.isReadable(file)) {
            skip(file + " is not installed");
        }
    }

    private static void skip(String reason) {
        System.out.println("skipped: " + reason);
        assumeTrue(false, reason);
    }
}
