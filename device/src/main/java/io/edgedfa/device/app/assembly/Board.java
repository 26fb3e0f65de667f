package io.edgedfa.device.app.assembly;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.agent.Learner;
import io.edgedfa.device.agent.safeguard.HeldOut;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.app.config.LearningConfig;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.network.Network;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.ModelOutline;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.feed.ClassNames;
import io.edgedfa.stream.memory.ReplayMemory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The parts of a board that come from its files, opened from its configuration and checked against each other. */
public final class Board implements AutoCloseable {
    private final BoardConfig config;
    private final FactoryModel factory;
    private final ModelOutline model;
    private final Sources sources;
    private final Optional<HeldOut> heldOut;
    private final Learner learner;
    private final ReplayMemory memory; // null for none
    private final Engine engine;

    private Board(BoardConfig config, FactoryModel factory, Model model) {
        this.config = config;
        this.factory = factory;
        this.model = model.outline();
        Network network = model.network();
        this.sources = new Sources(config, network, classNames(config, network));
        this.heldOut = HeldOutSets.read(config, network, sources);
        LearningConfig learning = config.learning();
        this.memory = memory(config, network);
        this.engine = Engines.open(learning.engine(), learning.threads());
        try {
            learner = new Learner(engine, network, model.parameters(), learning.settings());
        } catch (EngineException | IllegalArgumentException e) {
            engine.close();
            throw new ConfigException(config.model().place() + ": " + config.model().file() + ": " + e.getMessage());
        }
        if (memory != null) {
            learner.replay(memory, learning.replayShare());
        }
    }

    /**
     * Opens model, data and engine.
     *
     * @throws ConfigException in one line, when one cannot be used or they do not fit each other
     */
    public static Board open(BoardConfig config) {
        FactoryModel factory = new FactoryModel(config.model());
        return new Board(config, factory, factory.identify());
    }

    private static ClassNames classNames(BoardConfig config, Network network) {
        try {
            return config.model().classNames().isEmpty() ? ClassNames.numbers(network.classes())
                    : new ClassNames(network.classes(), config.model().classNames());
        } catch (IllegalArgumentException e) {
            throw config.refusal("model.class-names", e.getMessage());
        }
    }

    private static ReplayMemory memory(BoardConfig config, Network network) {
        LearningConfig learning = config.learning();
        if (learning.replayBytes() == 0 || !learning.settings().learns()) {
            return null;
        }
        try {
            return new ReplayMemory(network.inputs(), network.classes(), learning.replayBytes(), learning.settings().seed());
        } catch (IllegalArgumentException e) {
            throw config.refusal("replay.bytes", e.getMessage());
        } catch (OutOfMemoryError e) {
            throw config.refusal("replay.bytes", "Java may not take so much (" + e.getMessage() + "); allowed: less, or more for Java"
                    + " with -XX:MaxDirectMemorySize");
        }
    }

    /** What it was opened from. */
    public BoardConfig config() {
        return config;
    }

    /** The file that its model came from. */
    public FactoryModel factory() {
        return factory;
    }

    /** Without weights: those are in the learner, and a second copy would only take memory. */
    public ModelOutline model() {
        return model;
    }

    /** Where its samples come from. */
    public Sources sources() {
        return sources;
    }

    /** Whether samples come, or predictions go, over the site's broker. */
    public boolean needsSite() {
        return sources.needsLink() || !config.predictions().topic().isEmpty();
    }

    /** What its model is measured on; empty for nothing. */
    public Optional<HeldOut> heldOut() {
        return heldOut;
    }

    /** What predicts, and learns where the configuration says so. */
    public Learner learner() {
        return learner;
    }

    /** The samples that are replayed; null for none. */
    public ReplayMemory memory() {
        return memory;
    }

    /**
     * Writes the model as it is now, one version up, where the configuration says.
     *
     * @param samples that it has learned from
     */
    public void save(long samples) throws IOException {
        var learning = config.learning().settings();
        Map<String, String> entries = new LinkedHashMap<>(model.provenance().entries());
        entries.put(Provenance.RULE, learning.rule());
        entries.put(Provenance.SEED, Long.toString(learning.seed()));
        entries.put(Provenance.OPTIMIZER, learning.optimizer());
        entries.put(Provenance.LEARNING_RATE, Double.toString(learning.learningRate()));
        entries.put(Provenance.DATA, sources.name());
        entries.put(Provenance.DATA_SHA256, sources.sha256());
        entries.put(Provenance.SAMPLES, Long.toString(samples));
        ModelFile.write(config.model().saveTo(), model.next(learner.parameters(), Provenance.now(entries)));
    }

    @Override
    public void close() {
        learner.close();
        engine.close();
    }
}
