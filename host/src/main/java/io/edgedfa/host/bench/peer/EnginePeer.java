package io.edgedfa.host.bench.peer;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.learning.TrainingStep;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * The project's own training step on one of its engines.
 *
 * @param name the engine's
 */
record EnginePeer(String name) implements Peer {

    @Override
    public String describe() {
        try (Engine engine = Engines.open(name, 1)) {
            return "engine " + engine.name() + ", the workload's rule";
        }
    }

    @Override
    public Loop open(Workload workload) {
        Graph graph = workload.step();
        Engine engine = Engines.open(name, workload.threads());
        State state = new State(graph.state());
        state.set(workload.parameters().values());
        Program program = engine.compile(graph, state);
        program.floats(TrainingStep.LEARNING_RATE).put(0, workload.rate());
        return new ProgramLoop(engine, program, workload.features(), workload.labels());
    }

    private static final class ProgramLoop implements Loop {
        private final Engine engine;
        private final Program program;
        private final float[] batch;
        private final long[] classes;
        private final FloatBuffer features;
        private final LongBuffer labels;
        private final FloatBuffer loss;

        ProgramLoop(Engine engine, Program program, float[] batch, long[] classes) {
            this.engine = engine;
            this.program = program;
            this.batch = batch;
            this.classes = classes;
            this.features = program.floats(TrainingStep.FEATURES);
            this.labels = program.longs(TrainingStep.LABELS);
            this.loss = program.floats(TrainingStep.LOSS);
        }

        @Override
        public float step() {
            features.put(0, batch);
            labels.put(0, classes);
            program.run();
            return loss.get(0);
        }

        @Override
        public void close() {
            program.close();
            engine.close();
        }
    }
}
