package io.edgedfa.host.experiment;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Seeds;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One training run: epochs of shuffled mini-batches, the test set judged after each. The same settings, data and machine
 * give the same numbers; another number of cores or another engine may round differently.
 *
 * <p>Every sample of the training set is learned from exactly once per epoch: what the full batches leave over is one
 * smaller step with its own compiled program. Samples are read from the data set as they are needed, so the heap holds no
 * copy of them.
 */
public final class TrainRun implements AutoCloseable {

    /**
     * Where a run starts.
     *
     * @param learned       parameters that replace freshly drawn ones of the same name; none of another name
     * @param firstLearning index of the first block that learns; those before it stay as they are
     */
    public record Start(Parameters learned, int firstLearning) {
        /** Everything freshly drawn, every block learning. */
        public static final Start FRESH = new Start(new Parameters(Map.of()), 0);
    }

    private final TrainSettings settings;
    private final TrainTestSplit data;
    private final Network network;
    private final Engine engine;
    private final State state;
    private final List<BatchLearner> learners = new ArrayList<>();
    private final Examiner examiner;
    private final AngleMeter angles;
    private final StateBytes bytes;
    private final List<Double> learningSeconds = new ArrayList<>();
    private final int fullSteps;
    private final int leftOver;

    /**
     * Builds, initialises and compiles; {@link #run} then does the work.
     *
     * @throws IllegalArgumentException if the network does not fit the data
     * @throws io.edgedfa.engine.EngineException if the engine is not there or refuses the network
     */
    public TrainRun(TrainSettings settings, TrainTestSplit data) {
        this(settings, data, Start.FRESH);
    }

    /**
     * The same from somewhere else.
     *
     * @throws IllegalArgumentException also if {@code start} has a parameter that is not the network's, or no block that learns
     */
    public TrainRun(TrainSettings settings, TrainTestSplit data, Start start) {
        this.settings = settings;
        this.data = data.first(settings.samples());
        Dataset train = this.data.train();
        Seeds seeds = new Seeds(settings.seed());
        Loss loss = settings.lossFunction();
        network = Nets.parse(settings.net(), train.features(), train.classes(), settings.activation(), loss);
        LearningRule rule = Rules.named(settings.rule(), settings.feedback(), network, seeds.feedback());
        fullSteps = train.size() / settings.batch();
        leftOver = train.size() % settings.batch();
        List<Integer> batches = BatchLearner.sizes(train.size(), settings.batch());
        List<Graph> steps = new ArrayList<>();
        for (int batch : batches) {
            steps.add(TrainingStep.of(network, rule, loss, Optimizer.named(settings.optimizer()), batch, start.firstLearning(),
                    false));
        }
        state = new State(steps.get(0).state());
        state.set(InitialWeights.named(settings.init()).draw(network, seeds.weights()).values());
        state.set(start.learned().values());
        engine = Engines.open(settings.engine(), settings.threads());
        for (int i = 0; i < steps.size(); i++) {
            learners.add(new BatchLearner(
                    steps.get(i), network.inputs(), batches.get(i), settings.learningRate(), engine, state));
        }
        examiner = new Examiner(network, data.test(), engine, state);
        boolean measured = settings.angles() && !settings.rule().equals(Backpropagation.NAME);
        angles = measured ? new AngleMeter(network, rule, loss, train, engine, state) : null;
        bytes = StateBytes.of(network, steps.get(0));
    }

    /**
     * Trains and judges.
     *
     * @throws DivergedException if the loss or the network's output is no longer a finite number
     */
    public TrainResult run(Progress progress) {
        RunProvenance provenance = RunProvenance.now(data, settings.seed(), engine.device());
        DatasetSource source = new DatasetSource(data.train(), new Seeds(settings.seed()).shuffles());
        List<EpochScore> scores = new ArrayList<>();
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            long start = System.nanoTime();
            double loss = learn(epoch, source, progress);
            learningSeconds.add((System.nanoTime() - start) / 1e9);
            double error = examiner.errorPercent();
            if (Double.isNaN(error)) {
                throw new DivergedException("no finite answers after epoch " + epoch, settings.learningRate());
            }
            List<Double> degrees = angles == null ? List.of() : angles.degrees();
            scores.add(new EpochScore(epoch, error, loss, (System.nanoTime() - start) / 1e9, degrees));
            progress.epoch(scores.get(scores.size() - 1));
        }
        return TrainResult.of(settings, scores, provenance);
    }

    /** One epoch. @return mean loss over its samples */
    private double learn(int epoch, DatasetSource source, Progress progress) {
        int steps = stepsPerEpoch();
        double sum = 0;
        for (int step = 1; step <= steps; step++) {
            BatchLearner learner = learners.get(step <= fullSteps ? 0 : learners.size() - 1);
            double loss = learner.step(source);
            if (!Double.isFinite(loss)) {
                throw new DivergedException("loss " + loss + " in epoch " + epoch + ", step " + step + " of " + steps,
                        settings.learningRate());
            }
            sum += loss * learner.batch();
            progress.step((epoch - 1L) * steps + step);
        }
        return sum / data.train().size();
    }

    private int stepsPerEpoch() {
        return fullSteps + (leftOver > 0 ? 1 : 0);
    }

    /** Steps of the whole run. */
    public long totalSteps() {
        return (long) settings.epochs() * stepsPerEpoch();
    }

    /** Of each epoch until now, without judging and measuring angles. */
    public List<Double> learningSeconds() {
        return List.copyOf(learningSeconds);
    }

    /** What the run keeps from step to step. */
    public StateBytes bytes() {
        return bytes;
    }

    /** The network in training. */
    public Network network() {
        return network;
    }

    /** A copy of the weights and biases as they are now. */
    public Parameters parameters() {
        return new Parameters(state.get(network.parameterShapes().keySet()));
    }

    @Override
    public void close() {
        learners.forEach(BatchLearner::close);
        examiner.close();
        if (angles != null) {
            angles.close();
        }
        engine.close();
    }
}
