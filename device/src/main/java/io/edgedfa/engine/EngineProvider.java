package io.edgedfa.engine;

import java.util.Optional;

/** How an engine on the class path is found: one provider per engine in {@code META-INF/services}. */
public interface EngineProvider {

    /** The engine's name in settings. */
    String name();

    /** Why the engine cannot be opened here and how to get it, in one line; empty when what it needs is there. */
    default Optional<String> absence() {
        return Optional.empty();
    }

    /** Whether {@link Engines#AUTO} prefers it to the default engine where it is there and works. */
    default boolean accelerates() {
        return false;
    }

    /** Whether the engine is a {@link ReplicaEngine}. */
    default boolean takesReplicas() {
        return false;
    }

    /**
     * Opens the engine.
     *
     * @param threads 1 or more, or {@link Engines#AUTO_THREADS}
     * @throws EngineException with the cause when its native parts do not load
     */
    Engine open(int threads);
}
