package io.edgedfa.engine;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one place that chooses an engine. */
public final class Engines {
    /** Lets the engine choose for each program: all cores where the work per run pays for them, else one. */
    public static final int AUTO_THREADS = 0;

    /** In place of a name: an accelerator where one is there and proves itself, else {@link #DEFAULT}. */
    public static final String AUTO = "auto";
    /** The engine that runs everywhere. */
    public static final String DEFAULT = "ort";

    private static final System.Logger LOG = System.getLogger(Engines.class.getName());

    private static String chosen;

    private Engines() {}

    /**
     * Opens the engine of a name, or what {@link #resolve} makes of {@link #AUTO}. There is no other fall-back.
     *
     * @param threads 1 to 1024, or {@link #AUTO_THREADS}
     * @throws EngineException when {@link #check} refuses the name or the engine does not load
     */
    public static Engine open(String name, int threads) {
        if (threads < 0 || threads > 1024) {
            throw new EngineException("threads " + threads + ": allowed are 1 to 1024, or 0 for automatic");
        }
        return provider(resolve(name)).open(threads);
    }

    /** @throws EngineException in one line, for a name that no engine has, whether it is there or not */
    public static void checkName(String name) {
        if (!name.equals(AUTO)) {
            named(name);
        }
    }

    /** @throws EngineException in one line, for an unknown name or an engine that is not there, with how to get it */
    public static void check(String name) {
        if (!name.equals(AUTO)) {
            provider(name);
        }
    }

    /**
     * The engine that a name stands for: itself, or for {@link #AUTO} the first accelerator that passes {@link SelfTest}, else
     * {@link #DEFAULT}. Found out once per process, and the reason logged.
     */
    public static synchronized String resolve(String name) {
        if (!name.equals(AUTO)) {
            return name;
        }
        if (chosen == null) {
            chosen = choose(ServiceLoader.load(EngineProvider.class));
        }
        return chosen;
    }

    /** Whether the engine of a name is there and is a {@link ReplicaEngine}. */
    public static boolean takesReplicas(String name) {
        EngineProvider provider = named(resolve(name));
        return provider.takesReplicas() && provider.absence().isEmpty();
    }

    /** The name of the first accelerator that is there and right, else {@link #DEFAULT}. */
    static String choose(Iterable<EngineProvider> providers) {
        for (EngineProvider provider : providers) {
            if (provider.accelerates()) {
                Optional<String> reason = provider.absence().or(() -> SelfTest.failure(provider));
                LOG.log(System.Logger.Level.INFO, "engine " + AUTO + ": " + (reason.isEmpty() ? provider.name()
                        : "not " + provider.name() + ": " + reason.get()));
                if (reason.isEmpty()) {
                    return provider.name();
                }
            }
        }
        LOG.log(System.Logger.Level.INFO, "engine " + AUTO + ": " + DEFAULT);
        return DEFAULT;
    }

    private static EngineProvider provider(String name) {
        EngineProvider provider = named(name);
        provider.absence().ifPresent(why -> {
            throw new EngineException("engine '" + name + "' cannot be opened: " + why);
        });
        return provider;
    }

    private static EngineProvider named(String name) {
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        throw new EngineException("engine '" + name + "' is unknown; allowed: "
                + Stream.concat(Stream.of(AUTO), names().stream()).collect(Collectors.joining(", ")));
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
