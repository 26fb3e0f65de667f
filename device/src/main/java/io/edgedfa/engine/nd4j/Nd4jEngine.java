package io.edgedfa.engine.nd4j;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J with its native CPU backend and the OpenBLAS that it brings. */
public final class Nd4jEngine implements Engine {
    public static final String NAME = "nd4j";

    private static final int AUTO = 1;

    private static boolean loaded;
    private static int threadsInUse;

    private final int threads;

    /**
     * @param threads 1 or more, or {@link Engines#AUTO_THREADS} for one
     * @throws EngineException when ND4J or its native library does not load
     */
    public Nd4jEngine(int threads) {
        this.threads = threads == Engines.AUTO_THREADS ? AUTO : threads;
        // ND4J reports its start in a dozen lines, and slf4j the lack of a logging backend; who wants them sets the properties.
        System.getProperties().putIfAbsent("org.nd4j.log.initialization", "false");
        System.getProperties().putIfAbsent("slf4j.internal.verbosity", "ERROR");
        try {
            load();
        } catch (LinkageError | RuntimeException e) {
            throw new EngineException("ND4J does not load on " + System.getProperty("os.name") + "-"
                    + System.getProperty("os.arch") + ": " + e, e);
        }
    }

    /** Once per process: other threads may read the environment, so it is not touched for every engine that is opened. */
    private static synchronized void load() {
        if (!loaded) {
            Idling.whileLoading(() -> InstalledNatives.whileLoading(() -> {
                Nd4j.getExecutioner();
                Nd4j.getNDArrayFactory().blas();
            }));
            loaded = true;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Program compile(Graph graph, State state) {
        return new Nd4jProgram(graph, state, threads);
    }

    /**
     * Makes the number of threads of the next run hold. ND4J's own loops and OpenBLAS know one setting per process, so
     * programs that run at the same time share the setting of whoever came last; OpenMP knows one per calling thread.
     */
    static synchronized void useThreads(int count) {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(count);
        if (threadsInUse != count) {
            Nd4j.getEnvironment().setMaxThreads(count);
            Nd4j.getEnvironment().setMaxMasterThreads(count);
            Nd4j.getNDArrayFactory().blas().setMaxThreads(count);
            threadsInUse = count;
        }
    }

    @Override
    public void close() {
        // ND4J is one per process and lives as long as it does.
    }
}
