package io.edgedfa.engine.nd4j;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineProvider;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes ND4J known to {@link io.edgedfa.engine.Engines}. ND4J is part of a board image only when asked for, so this class must
 * load without it.
 */
public final class Nd4jProvider implements EngineProvider {
    private static final String NATIVES = "org/nd4j/linalg/cpu/nativecpu/bindings/%s/libnd4jcpu.so";
    private static final String ADVICE = "; make the board's package with --engine nd4j, or run from edge-dfa-host.jar";

    @Override
    public String name() {
        return Nd4jEngine.NAME;
    }

    @Override
    public Optional<String> absence() {
        ClassLoader loader = Nd4jProvider.class.getClassLoader();
        if (loader.getResource("org/nd4j/linalg/factory/Nd4j.class") == null) {
            return Optional.of("ND4J is not on the class path" + ADVICE);
        }
        if (loader.getResource(NATIVES.formatted(platform())) == null && !InstalledNatives.present()) {
            return Optional.of("ND4J's native library for " + platform() + " is not on the class path" + ADVICE);
        }
        return Optional.empty();
    }

    /** As the classifiers of ND4J's artifacts spell it. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        return system + "-" + switch (processor) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm64";
            default -> processor;
        };
    }

    @Override
    public Engine open(int threads) {
        return new Nd4jEngine(threads);
    }
}
