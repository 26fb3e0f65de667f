package io.edgedfa.host.pretrain;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.DivergedException;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.host.experiment.study.MemoryNeed;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Seeds;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One adversarial training. The same settings, data and machine give the same numbers. An epoch is as many full batches as the
 * data give; the walk over shuffled passes goes on from epoch to epoch.
 */
public final class PretrainRun implements AutoCloseable {
    /** Inputs of a picture; the program for them is compiled once. */
    static final int PICTURED = 20;

    private final PretrainSettings settings;
    private final Dataset train;
    private final Network network;
    private final Network generator;
    private final Engine engine;
    private final State state;
    private final Program step;
    private final Program picture;
    private final int stepsPerEpoch;
    private final List<PretrainScore> scores = new ArrayList<>();

    /**
     * Builds, initialises and compiles; {@link #run} then does the work.
     *
     * @throws IllegalArgumentException if network, discriminator or batch do not fit the data, or the run does not fit into memory
     * @throws io.edgedfa.engine.EngineException if the engine is not there or refuses the step
     */
    public PretrainRun(PretrainSettings settings, TrainTestSplit split) {
        this.settings = settings;
        train = split.first(settings.samples()).train();
        network = network(settings, train);
        generator = Mirror.of(settings.net(), network);
        Network discriminator = Discriminators.parse(settings.discriminator(), train.rows(), train.columns());
        Graph graph = AdversarialStep.of(generator, discriminator, settings.reconstruction(), settings.batch());
        Checkpoint.checkSize(settings.net(), graph.state().stream().mapToLong(tensor -> tensor.shape().elements()).sum());
        need(settings, graph).check(1, MemoryNeed.Free.now());
        stepsPerEpoch = train.size() / settings.batch();
        state = new State(graph.state());
        Seeds seeds = new Seeds(settings.seed());
        InitialWeights init = InitialWeights.named(settings.init());
        // The generator's first blocks are the network's, so they start as a supervised run of the same seed would.
        state.set(init.draw(generator, seeds.weights()).values());
        state.set(init.draw(discriminator, seeds.adversary()).values());
        engine = Engines.open(settings.engine(), settings.threads());
        step = engine.compile(graph, state);
        step.floats(AdversarialStep.LEARNING_RATE).put(0, (float) settings.learningRate());
        step.floats(AdversarialStep.DISCRIMINATOR_LEARNING_RATE).put(0, (float) settings.discriminatorLearningRate());
        picture = engine.compile(generator.inference(PICTURED), state);
    }

    /**
     * About how much memory a run takes.
     *
     * @throws IllegalArgumentException starting with an option's name if the settings do not fit the data
     */
    public static MemoryNeed memory(PretrainSettings settings, TrainTestSplit split) {
        Dataset train = split.first(settings.samples()).train();
        return need(settings, AdversarialStep.of(Mirror.of(settings.net(), network(settings, train)),
                Discriminators.parse(settings.discriminator(), train.rows(), train.columns()), settings.reconstruction(), settings.batch()));
    }

    private static MemoryNeed need(PretrainSettings settings, Graph step) {
        return MemoryNeed.of("net '" + settings.net() + "' with discriminator '" + settings.discriminator() + "' and batch "
                + settings.batch(), step);
    }

    private static Network network(PretrainSettings settings, Dataset train) {
        if (settings.batch() > train.size()) {
            throw new IllegalArgumentException("batch = " + settings.batch() + ", allowed: 1 to " + train.size()
                    + ", the training samples of " + train.name());
        }
        return Nets.parse(settings.net(), train.features(), train.classes(), settings.activation(), new SoftmaxCrossEntropy());
    }

    /** Takes up an earlier run of the same settings and data. @param state what {@link #state} gave */
    void resume(List<PretrainScore> earlier, Map<String, float[]> state) {
        this.state.set(state);
        scores.addAll(earlier);
    }

    /**
     * Trains the epochs that are missing.
     *
     * @throws DivergedException if a loss is no longer a finite number
     * @throws IOException if the watcher throws it
     */
    public void run(PretrainWatcher watcher) throws IOException {
        long done = (long) scores.size() * stepsPerEpoch;
        DatasetSource source =
                new DatasetSource(train, new Seeds(settings.seed()).shuffles(), done * settings.batch(), DatasetSource.ENDLESS);
        while (scores.size() < settings.epochs()) {
            scores.add(epoch(scores.size() + 1, source, watcher));
            watcher.epoch(scores.get(scores.size() - 1));
        }
    }

    private PretrainScore epoch(int epoch, DatasetSource source, PretrainWatcher watcher) {
        Map<String, Double> sums = new LinkedHashMap<>();
        float[] sample = new float[train.features()];
        FloatBuffer features = step.floats(AdversarialStep.FEATURES);
        for (int i = 1; i <= stepsPerEpoch; i++) {
            for (int row = 0; row < settings.batch(); row++) {
                source.next(sample);
                features.put(row * sample.length, sample);
            }
            step.run();
            for (String loss : List.of(AdversarialStep.DISCRIMINATOR_LOSS, AdversarialStep.GENERATOR_LOSS, AdversarialStep.RECONSTRUCTION_ERROR)) {
                checkFinite(loss, epoch, i);
            }
            for (String output : AdversarialStep.OUTPUTS) {
                sums.merge(output, (double) step.floats(output).get(0), Double::sum);
            }
            watcher.step((epoch - 1L) * stepsPerEpoch + i);
        }
        double inputs = (double) stepsPerEpoch * settings.batch();
        return new PretrainScore(epoch,
                sums.get(AdversarialStep.DISCRIMINATOR_LOSS) / stepsPerEpoch,
                sums.get(AdversarialStep.GENERATOR_LOSS) / stepsPerEpoch,
                sums.get(AdversarialStep.RECONSTRUCTION_ERROR) / stepsPerEpoch,
                sums.get(AdversarialStep.REAL_TAKEN) / inputs,
                sums.get(AdversarialStep.GENERATED_TAKEN) / inputs,
                sums.get(AdversarialStep.DIVERSITY) / stepsPerEpoch);
    }

    private void checkFinite(String loss, int epoch, int step) {
        float value = this.step.floats(loss).get(0);
        if (!Float.isFinite(value)) {
            throw new DivergedException(loss.replace('_', ' ') + " " + value + " in epoch " + epoch + ", step " + step + " of " + stepsPerEpoch,
                    Math.max(settings.learningRate(), settings.discriminatorLearningRate()));
        }
    }

    /** All epochs until now. */
    public List<PretrainScore> scores() {
        return List.copyOf(scores);
    }

    /** What is generated from the first inputs of a data set. @return at most {@link #PICTURED}, each as long as an input */
    List<float[]> generated(Dataset inputs) {
        int count = Math.min(PICTURED, inputs.size());
        int values = generator.inputs();
        float[] sample = new float[values];
        for (int row = 0; row < count; row++) {
            inputs.copyFeatures(row, sample, 0);
            picture.floats(Network.INPUT).put(row * values, sample);
        }
        picture.run();
        List<float[]> images = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            float[] image = new float[values];
            picture.floats(Network.OUTPUT).get(row * values, image);
            images.add(image);
        }
        return images;
    }

    /** A copy of everything that lives from step to step. */
    Map<String, float[]> state() {
        return state.get(state.names());
    }

    /** A copy of the pretrained blocks' weights and biases as they are now. */
    public Parameters extractor() {
        List<String> names = new ArrayList<>();
        for (Block block : network.blocks().subList(0, network.blocks().size() - 1)) {
            names.add(block.weight());
            names.add(block.bias());
        }
        return new Parameters(state.get(names));
    }

    /** The network whose blocks before the last one are pretrained. */
    Network network() {
        return network;
    }

    @Override
    public void close() {
        step.close();
        picture.close();
        engine.close();
    }
}
