package io.edgedfa.device.agent;

import io.edgedfa.device.agent.safeguard.Governor;
import io.edgedfa.device.agent.safeguard.GovernorSettings;
import io.edgedfa.device.agent.safeguard.Guard;
import io.edgedfa.device.agent.safeguard.GuardSettings;
import io.edgedfa.device.agent.safeguard.HeldOut;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Checkpoint;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.store.StoreLimits;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.memory.LabelWindow;
import io.edgedfa.stream.memory.ReplayMemory;
import io.edgedfa.stream.score.Adwin;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** A whole board's loop for tests, with a real engine and a real store; only time is the test's. */
final class Loop implements AutoCloseable {
    final Learner learner;
    final ReplayMemory memory;
    final StoreKeeper keeper;
    final Guard guard;
    final Governor governor = new Governor(GovernorSettings.NONE);
    final Safekeeping safekeeping;
    final LabelWindow labels;
    final LearnerAgent agent;
    final Optional<Checkpoint> resumed;
    final List<LearningReport> reports = new ArrayList<>();
    final List<Prediction> predictions = new ArrayList<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    private final Engine engine = Engines.open("ort", 1);
    private final SampleFeed feed;

    /** What a test may want to be otherwise. */
    static final class Options {
        LearningSettings learning = new LearningSettings("dfa", "default", "sgd", 0.05, 16, 1);
        GuardSettings guard = new GuardSettings(50, 0, 0.05, 3, 0.5);
        HeldOut heldOut;
        long replayBytes;
        double replayShare = 0.5;
        long checkpointMs = 1_000_000;
        double samplesPerSecond;
        long labelTimeoutMs = 1_000;
        LongSupplier nanoTime = System::nanoTime;
        StoreLimits limits = StoreLimits.defaults();
        Resumption.Growth growth = (classes, values) -> {
            throw new IllegalArgumentException("no growth in this test");
        };
    }

    /** @param feeds opens the feed at a position */
    Loop(Path store, Network network, Parameters factory, Options options, Function<String, SampleFeed> feeds) {
        learner = new Learner(engine, network, factory, options.learning);
        memory = options.replayBytes == 0 ? null : new ReplayMemory(network.inputs(), network.classes(), options.replayBytes, 1);
        if (memory != null) {
            learner.replay(memory, options.replayShare);
        }
        keeper = new StoreKeeper(store, options.limits, Clock.systemUTC(), (opened, self) -> {}, new Listening(events::add, report -> {}));
        guard = new Guard(options.guard);
        Resumption resumption = new Resumption(learner, memory, () -> factory, options.growth, note -> keeper.event("resume", note));
        safekeeping = new Safekeeping(learner, memory, guard, options.heldOut, keeper, resumption);
        resumed = safekeeping.resume(keeper.store());
        feed = feeds.apply(resumed.map(checkpoint -> checkpoint.facts().get("position")).orElse(""));
        labels = new LabelWindow(network.inputs(), network.classes(), 100, TimeUnit.MILLISECONDS.toNanos(options.labelTimeoutMs));
        Scores scores = new Scores(network.classes(), 500, Adwin.standard(), text -> keeper.event("drift", text));
        agent = new LearnerAgent(new LearnerAgent.Parts(feed, learner, labels, scores, safekeeping, governor),
                new LoopSettings(options.samplesPerSecond, 1_000, options.checkpointMs, options.learning.learningRate()),
                options.nanoTime, reports::add, predictions::add);
    }

    /** Starts, and works until the feed ends. */
    Loop runToEnd() {
        start();
        while (!agent.ended()) {
            agent.doWork();
        }
        agent.onClose();
        return this;
    }

    void start() {
        agent.onStart(resumed.map(checkpoint -> Long.parseLong(checkpoint.facts().get("samples"))).orElse(0L));
    }

    /** Works until so many samples have been seen in all. */
    void runTo(long samples) {
        while (agent.samples() < samples) {
            agent.doWork();
        }
    }

    LearningReport last() {
        return reports.get(reports.size() - 1);
    }

    double accuracy(HeldOut set) {
        return set.accuracy(learner::predict);
    }

    BoardStore store() {
        return keeper.store().orElseThrow();
    }

    /** Kinds of the events so far, those on their way included. */
    List<String> eventKinds() {
        keeper.flush(5_000);
        return events.stream().map(Event::kind).toList();
    }

    @Override
    public void close() {
        keeper.close();
        feed.close();
        learner.close();
        engine.close();
    }
}
