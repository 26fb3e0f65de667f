package io.edgedfa.engine.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Operator;
import io.edgedfa.onnx.ModelException;

/** ONNX Runtime, the stock build for inference. */
public final class OrtEngine implements Engine {
    public static final String NAME = Engines.DEFAULT;

    /** Below this many multiply-adds per run a second thread costs more than it brings: waking it takes tens of microseconds. */
    private static final long WORTH_ALL_CORES = 16_000_000;

    private final OrtEnvironment environment;
    private final int threads;

    /**
     * @param threads 1 or more, or {@link Engines#AUTO_THREADS}
     * @throws EngineException when ONNX Runtime's native library does not load
     */
    public OrtEngine(int threads) {
        this.threads = threads;
        this.environment = environment();
    }

    /** The one of the process. @throws EngineException when ONNX Runtime's native library does not load */
    static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "edge-dfa");
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new EngineException("ONNX Runtime does not load on " + System.getProperty("os.name") + "-"
                    + System.getProperty("os.arch") + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Program compile(Graph graph, State state) {
        ChunkedModel model = chunked(graph);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threadsFor(graph));
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Threads that spin between runs take the core from whatever else the board has to do.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return new OrtProgram(environment, environment.createSession(model.bytes(), options), graph, model, state);
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime refuses graph " + graph.name() + ": " + e.getMessage(), e);
        }
    }

    private static ChunkedModel chunked(Graph graph) {
        try {
            return new ChunkedModel(graph);
        } catch (ModelException e) {
            throw new EngineException(e.getMessage(), e);
        }
    }

    private int threadsFor(Graph graph) {
        if (threads != Engines.AUTO_THREADS) {
            return threads;
        }
        // What a frozen body costs nobody knows; bodies that see, hear or read are worth all cores.
        boolean heavy = graph.multiplyAdds() >= WORTH_ALL_CORES || graph.nodes().stream().anyMatch(node -> node.operator() == Operator.FRAGMENT);
        return heavy ? Runtime.getRuntime().availableProcessors() : 1;
    }

    @Override
    public void close() {
        // The environment is one per process and lives as long as it does.
    }
}
