package io.edgedfa.engine;

import java.util.List;
import java.util.ServiceLoader;

/** The one place that chooses an engine. */
public final class Engines {
    /** Lets the engine choose for each program: all cores where the work per run pays for them, else one. */
    public static final int AUTO_THREADS = 0;

    private Engines() {}

    /**
     * Opens the engine of a name. There is no fall-back.
     *
     * @param threads 1 to 1024, or {@link #AUTO_THREADS}
     * @throws EngineException when {@link #check} refuses the name or the engine does not load
     */
    public static Engine open(String name, int threads) {
        if (threads < 0 || threads > 1024) {
            throw new EngineException("threads " + threads + ": allowed are 1 to 1024, or 0 for automatic");
        }
        return provider(name).open(threads);
    }

    /** @throws EngineException in one line, for an unknown name or an engine that is not there, with how to get it */
    public static void check(String name) {
        provider(name);
    }

    private static EngineProvider provider(String name) {
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
            if (provider.name().equals(name)) {
                provider.absence().ifPresent(why -> {
                    throw new EngineException("engine '" + name + "' cannot be opened: " + why);
                });
                return provider;
            }
        }
        throw new EngineException("engine '" + name + "' is unknown; allowed: " + String.join(", ", names()));
    }

    /** The engines that are there, sorted. */
    public static List<String> names() {
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.absence().isEmpty())
                .map(EngineProvider::name)
                .sorted()
                .toList();
    }
}
