package io.edgedfa.device.app;

import io.edgedfa.device.agent.Learner;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.network.ClassGrowth;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelException;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.Dataset;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parts of a board, opened from its configuration and checked against each other. */
final class Board implements AutoCloseable {
    final BoardConfig config;
    final Model model;
    final Dataset data;
    final Learner learner;
    private final Engine engine;

    private Board(BoardConfig config, Model model, Dataset data, Engine engine, Learner learner) {
        this.config = config;
        this.model = model;
        this.data = data;
        this.engine = engine;
        this.learner = learner;
    }

    /**
     * Opens model, data and engine.
     *
     * @throws ConfigException in one line, when one cannot be used or they do not fit each other
     */
    static Board open(BoardConfig config) {
        Model model = read(config);
        Dataset data = config.source().data(model.network().classes());
        if (data.features() != model.network().inputs()) {
            throw new ConfigException(config.modelPlace() + ": " + config.model() + ": takes " + model.network().inputs()
                    + " inputs; allowed: " + data.features() + ", the size of a sample of source.type = \""
                    + config.source().type() + '"');
        }
        if (data.classes() > model.network().classes()) {
            throw new ConfigException(config.modelPlace() + ": " + config.model() + ": has " + model.network().classes()
                    + " classes; allowed: at least " + data.classes() + ", the classes of the source (model.classes = " + data.classes()
                    + " adds the missing ones)");
        }
        Engine engine = Engines.open(config.engine(), config.threads());
        try {
            Learner learner = new Learner(engine, model.network(), model.parameters(), config.learning());
            return new Board(config, model, data, engine, learner);
        } catch (EngineException | IllegalArgumentException e) {
            engine.close();
            throw new ConfigException(config.modelPlace() + ": " + config.model() + ": " + e.getMessage());
        }
    }

    private static Model read(BoardConfig config) {
        try {
            Model model = ModelFile.read(config.model(), config.trainableFrom(), new OrtShapeProbe());
            return config.classes() == 0 ? model : grown(model, config.classes());
        } catch (ModelException e) {
            throw new ConfigException(config.modelPlace() + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(config.modelPlace() + ": " + config.model() + ": model." + e.getMessage());
        }
    }

    private static Model grown(Model model, int classes) {
        ClassGrowth growth = new ClassGrowth(model.network(), classes);
        return new Model(model.id(), model.version(), growth.network(), growth.parameters(model.parameters()), model.provenance(),
                model.signature());
    }

    /** Writes the model as it is now, one version up. */
    void save(long samples) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>(model.provenance().entries());
        entries.put(Provenance.RULE, config.learning().rule());
        entries.put(Provenance.SEED, Long.toString(config.learning().seed()));
        entries.put(Provenance.OPTIMIZER, config.learning().optimizer());
        entries.put(Provenance.LEARNING_RATE, Double.toString(config.learning().learningRate()));
        entries.put(Provenance.DATA, data.name());
        entries.put(Provenance.DATA_SHA256, data.sha256());
        entries.put(Provenance.SAMPLES, Long.toString(samples));
        ModelFile.write(config.saveTo(), new Model(
                model.id(), model.version() + 1, model.network(), learner.parameters(), Provenance.now(entries),
                model.signature()));
    }

    @Override
    public void close() {
        learner.close();
        engine.close();
    }
}
