package io.edgedfa.engine;

import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The one place that chooses an engine. */
public final class Engines {
    /** Lets the engine choose for each program: all cores where the work per run pays for them, else one. */
    public static final int AUTO_THREADS = 0;

    private Engines() {}

    /**
     * Opens the engine of a name. There is no fall-back.
     *
     * @param threads 1 to 1024, or {@link #AUTO_THREADS}
     * @throws EngineException when it is not on the class path or does not load; the message lists the engines that are there
     */
    public static Engine open(String name, int threads) {
        if (threads < 0 || threads > 1024) {
            throw new EngineException("threads " + threads + ": allowed are 1 to 1024, or 0 for automatic");
        }
        ServiceLoader<EngineProvider> providers = ServiceLoader.load(EngineProvider.class);
        for (EngineProvider provider : providers) {
            if (provider.name().equals(name)) {
                return provider.open(threads);
            }
        }
        String known = providers.stream().map(p -> p.get().name()).sorted().collect(Collectors.joining(", "));
        throw new EngineException("engine '" + name + "' is not on the class path; there is: " + known);
    }
}
