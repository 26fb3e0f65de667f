package io.edgedfa.host.experiment;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.OutOfMemoryException;
import io.edgedfa.engine.ReplicaEngine;
import io.edgedfa.engine.ReplicaProgram;
import io.edgedfa.engine.State;
import io.edgedfa.engine.Table;
import io.edgedfa.graph.Graph;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.learning.Alignment;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Training runs that differ in seed, initialisers or learning rate alone, as replicas of one program on an engine that takes
 * replicas. Each run sees the samples that {@link TrainRun} would show it, in the same order; sums are taken in another order,
 * so numbers agree to rounding.
 *
 * <p>Data are on the engine's memory; in an epoch the host does nothing but wait and draw the next one's order.
 */
public final class ReplicaRun implements AutoCloseable {
    /**
     * How one of the runs ended.
     *
     * @param result          null if it diverged
     * @param diverged        null if it did not
     * @param learningSeconds of each epoch: its share of what all took together
     */
    public record Ended(TrainResult result, DivergedException diverged, List<Double> learningSeconds) {}

    private final List<TrainSettings> settings;
    private final TrainTestSplit data;
    private final Network network;
    private final ReplicaEngine engine;
    private final List<Block> measured;
    private ReplicaLearner learner;
    private ReplicaExaminer examiner;
    private ReplicaProgram angles;
    private final StateBytes bytes;

    /** What makes settings alike: everything but what replicas may differ in. */
    public static TrainSettings likeness(TrainSettings settings) {
        TrainSettings usual = TrainSettings.DEFAULTS;
        // Feedback that is regenerated is another graph, drawn values are constants of the same one.
        String feedback = settings.feedback().equals(Feedback.REGENERATED) ? settings.feedback() : usual.feedback();
        return settings.but().seed(usual.seed()).init(usual.init()).learningRate(usual.learningRate()).feedback(feedback).build();
    }

    /**
     * Draws, compiles and brings the data to the engine; {@link #run} then does the work.
     *
     * @param settings alike, see {@link #likeness}
     * @throws OutOfMemoryException if so many do not fit into the engine's memory
     * @throws EngineException      if the engine is not there or takes no replicas
     */
    public ReplicaRun(List<TrainSettings> settings, TrainTestSplit whole) {
        this(settings, whole, ReplicaRun::open);
    }

    ReplicaRun(List<TrainSettings> settings, TrainTestSplit whole, Function<TrainSettings, Engine> open) {
        this.settings = List.copyOf(settings);
        TrainSettings first = settings.get(0);
        if (settings.stream().anyMatch(other -> !likeness(other).equals(likeness(first)))) {
            throw new IllegalArgumentException("replicas differ in more than seed, initialisers and learning rate");
        }
        this.data = whole.first(first.samples());
        Dataset train = data.train();
        Loss loss = first.lossFunction();
        network = Nets.parse(first.net(), train.features(), train.classes(), first.activation(), loss);
        List<Integer> batches = BatchLearner.sizes(train.size(), first.batch());
        List<LearningRule> rules = each(one -> Rules.named(one.rule(), one.feedback(), network, new Seeds(one.seed()).feedback()));
        List<List<Graph>> steps = batches.stream().map(batch -> rules.stream()
                .map(rule -> TrainingStep.of(network, rule, loss, Optimizer.named(first.optimizer()), batch)).toList()).toList();
        bytes = StateBytes.of(network, steps.get(0).get(0));
        List<State> states = each(one -> {
            State state = new State(steps.get(0).get(0).state());
            state.set(InitialWeights.named(one.init()).draw(network, new Seeds(one.seed()).weights()).values());
            return state;
        });
        boolean angular = first.angles() && !first.rule().equals(Backpropagation.NAME);
        measured = angular ? network.blocks().subList(0, network.blocks().size() - 1) : List.of();
        Engine opened = open.apply(first);
        if (!(opened instanceof ReplicaEngine replicas)) {
            opened.close();
            throw new EngineException("engine '" + first.engine() + "' takes no replicas");
        }
        engine = replicas;
        try {
            Table features = features(train);
            Table labels = labels(train);
            learner = new ReplicaLearner(engine, batches, steps, states, rates(), features, labels);
            examiner = new ReplicaExaminer(engine, network, states, features(data.test()), labels(data.test()));
            if (angular) {
                int samples = AngleMeter.samples(train);
                angles = engine.compile(rules.stream().map(rule -> Alignment.of(network, rule, loss, samples)).toList(), states);
                angles.feed(TrainingStep.FEATURES, features);
                angles.feed(TrainingStep.LABELS, labels);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private float[] rates() {
        float[] rates = new float[settings.size()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (float) settings.get(i).learningRate();
        }
        return rates;
    }

    /** In parallel, as drawing large orthogonal matrices takes seconds; in the order of the settings. */
    private <T> List<T> each(Function<TrainSettings, T> make) {
        return settings.parallelStream().map(make).toList();
    }

    private Table features(Dataset set) {
        return engine.table(set.size(), set.features(), set::copyFeatures);
    }

    private Table labels(Dataset set) {
        return engine.table(IntStream.range(0, set.size()).mapToLong(set::label).toArray());
    }

    /**
     * A run of the first of some alike settings, as many as fit into the engine's memory.
     *
     * @param most at least 1
     * @throws OutOfMemoryException if not even one fits
     */
    public static ReplicaRun ofFirst(List<TrainSettings> settings, TrainTestSplit data, int most) {
        return ofFirst(settings, data, most, ReplicaRun::open);
    }

    static ReplicaRun ofFirst(List<TrainSettings> settings, TrainTestSplit data, int most, Function<TrainSettings, Engine> open) {
        int count = fitting(settings.subList(0, Math.min(settings.size(), most)), data, open);
        while (true) {
            try {
                return new ReplicaRun(settings.subList(0, count), data, open);
            } catch (OutOfMemoryException e) {
                if (count == 1) {
                    throw e;
                }
                // The estimate was too high, or somebody else has taken some of it: fewer may fit.
                count /= 2;
            }
        }
    }

    private static int fitting(List<TrainSettings> settings, TrainTestSplit whole, Function<TrainSettings, Engine> open) {
        // As large as the runs themselves, but with feedback that is drawn quickly.
        TrainSettings first = likeness(settings.get(0));
        Dataset train = whole.train();
        Network network = Nets.parse(first.net(), train.features(), train.classes(), first.activation(), first.lossFunction());
        LearningRule rule = Rules.named(first.rule(), first.feedback(), network, new Seeds(first.seed()).feedback());
        Graph step = TrainingStep.of(network, rule, first.lossFunction(), Optimizer.named(first.optimizer()), first.batch());
        try (Engine engine = open.apply(first)) {
            return engine instanceof ReplicaEngine replicas ? replicas.fitting(step, settings.size()) : 1;
        }
    }

    private static Engine open(TrainSettings settings) {
        return Engines.open(settings.engine(), settings.threads());
    }

    /** The settings of the runs, in order. */
    public List<TrainSettings> settings() {
        return settings;
    }

    /**
     * Trains and judges all.
     *
     * @param progress one for each run, in order
     * @return how each ended, in order
     */
    public List<Ended> run(List<? extends Progress> progress) {
        List<RunProvenance> provenance = settings.stream().map(one -> RunProvenance.now(data, one.seed(), engine.device())).toList();
        int count = settings.size();
        List<List<EpochScore>> scores = new ArrayList<>();
        List<List<Double>> seconds = new ArrayList<>();
        DivergedException[] diverged = new DivergedException[count];
        for (int i = 0; i < count; i++) {
            scores.add(new ArrayList<>());
            seconds.add(new ArrayList<>());
        }
        for (int epoch = 1; epoch <= settings.get(0).epochs() && Arrays.asList(diverged).contains(null); epoch++) {
            long start = System.nanoTime();
            double[] loss = learn(epoch, diverged);
            double learned = (System.nanoTime() - start) / 1e9 / count;
            double[] error = examiner.errorPercent();
            float[][][] degrees = degrees();
            double all = (System.nanoTime() - start) / 1e9 / count;
            for (int i = 0; i < count; i++) {
                if (diverged[i] == null && Double.isNaN(error[i])) {
                    diverged[i] = new DivergedException("no finite answers after epoch " + epoch, settings.get(i).learningRate());
                }
                if (diverged[i] == null) {
                    int run = i;
                    List<Double> own = Arrays.stream(degrees).map(block -> (double) block[run][0]).toList();
                    EpochScore score = new EpochScore(epoch, error[i], loss[i], all, own);
                    scores.get(i).add(score);
                    seconds.get(i).add(learned);
                    progress.get(i).step((long) epoch * learner.steps());
                    progress.get(i).epoch(score);
                }
            }
        }
        return IntStream.range(0, count).mapToObj(i -> diverged[i] != null ? new Ended(null, diverged[i], seconds.get(i))
                : new Ended(TrainResult.of(settings.get(i), scores.get(i), provenance.get(i)), null, seconds.get(i))).toList();
    }

    /** One epoch of all. @return mean loss over the samples, for each run; those that diverge are noted */
    private double[] learn(int epoch, DivergedException[] diverged) {
        int samples = data.train().size();
        float[][] losses = learner.learn(settings.parallelStream()
                .map(one -> DatasetSource.order(new Seeds(one.seed()).shuffles(), epoch - 1L, samples)).toArray(int[][]::new));
        double[] means = new double[losses.length];
        for (int replica = 0; replica < losses.length; replica++) {
            for (int step = 0; step < losses[replica].length; step++) {
                double loss = losses[replica][step];
                means[replica] += loss * learner.samples(step) / samples;
                if (!Double.isFinite(loss) && diverged[replica] == null) {
                    diverged[replica] = new DivergedException("loss " + loss + " in epoch " + epoch + ", step " + (step + 1) + " of "
                            + learner.steps(), settings.get(replica).learningRate());
                }
            }
        }
        return means;
    }

    /** Angle of each measured block, {@code [block][run][1]}. */
    private float[][][] degrees() {
        if (angles == null) {
            return new float[0][][];
        }
        angles.run(1, IntStream.range(0, AngleMeter.samples(data.train())).toArray());
        return measured.stream().map(block -> angles.outputs(Alignment.output(block))).toArray(float[][][]::new);
    }

    /** What each run keeps from step to step. */
    public StateBytes bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (learner != null) {
            learner.close();
        }
        if (examiner != null) {
            examiner.close();
        }
        if (angles != null) {
            angles.close();
        }
        engine.close();
    }
}
