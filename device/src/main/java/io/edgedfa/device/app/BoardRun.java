package io.edgedfa.device.app;

import io.edgedfa.device.agent.LearnerAgent;
import io.edgedfa.device.agent.LearningReport;
import io.edgedfa.device.agent.Report;
import io.edgedfa.device.agent.Resumption;
import io.edgedfa.device.agent.Safekeeping;
import io.edgedfa.device.agent.Scores;
import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.agent.StoreListener;
import io.edgedfa.device.agent.safeguard.Governor;
import io.edgedfa.device.agent.safeguard.Guard;
import io.edgedfa.device.app.command.Action;
import io.edgedfa.device.app.command.Answer;
import io.edgedfa.device.app.command.CommandDesk;
import io.edgedfa.device.app.command.OnLoop;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.board.BoardReadings;
import io.edgedfa.device.board.Readings;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Checkpoint;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.telemetry.EdgeNode;
import io.edgedfa.device.telemetry.SampleLink;
import io.edgedfa.device.telemetry.sparkplug.BoardCommands;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.memory.LabelWindow;
import io.edgedfa.stream.score.Adwin;
import io.edgedfa.stream.score.DriftDetector;
import io.edgedfa.stream.score.PageHinkley;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

/** The board process from start to stop: learning on the calling thread; telemetry, store and predictions beside it. */
final class BoardRun implements StoreListener {
    private static final long LONGEST_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long READ_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PRINT_EVERY_MS = 10_000;
    private static final int MOST_WAITING_SAMPLES = 1_000;
    private static final long MOST_WAITING_BYTES = 32 << 20;

    private final Board board;
    private final Supervision supervision;
    private final PrintStream out;
    private final Clock clock = Clock.systemUTC();
    private final long startedMs = ProcessHandle.current().info().startInstant().orElse(clock.instant()).toEpochMilli();
    private final StoreKeeper keeper;
    private final EdgeNode node;
    private final Guard guard;
    private final Governor governor;
    private final Safekeeping safekeeping;
    private final BoardReport report;
    private final BoardReadings sensors;
    private volatile Thread runner;
    private volatile boolean stopping;
    private volatile boolean reloading;
    private volatile boolean restarting;
    private final Steering steering;
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final BoardConfig config;
    private LearnerAgent agent;
    private SampleFeed feed;
    private SampleLink link; // null for none
    private PredictionWriter predictions;
    private Readings readings;
    private long readNanos;
    private String paused = "";
    private long printedMs;

    /** @param out takes what the operator reads */
    BoardRun(Board board, Supervision supervision, PrintStream out) {
        this.board = board;
        this.supervision = supervision;
        this.out = out;
        this.config = board.config;
        // before the store, which tells it of events at once
        this.node = new EdgeNode(config.mqtt().reports(), new OutboxDelivery(this::store));
        this.keeper = new StoreKeeper(config.store().file(), config.store().limits(), clock, this::opened, this);
        this.guard = new Guard(config.guard().settings());
        this.governor = new Governor(config.guard().governor());
        Resumption resumption = new Resumption(board.learner, board.memory, () -> board.factory.read().parameters(), board.factory::grow,
                note -> keeper.event("resume", note));
        this.safekeeping = new Safekeeping(board.learner, board.memory, guard, board.heldOut.orElse(null), keeper, resumption);
        this.steering = new Steering(config, supervision, keeper, guard, governor);
        this.report = new BoardReport(board, keeper, startedMs);
        this.sensors = new BoardReadings(Path.of("/"), config.store().file().getParent());
        this.readings = sensors.read();
    }

    private Optional<BoardStore> store() {
        return keeper.store();
    }

    private void opened(BoardStore store, StoreKeeper opener) {
        boolean dropped = store.checkpoints().factory(board.factory.sha256(), board.model.id(), board.model.version(),
                board.config.model().file().toString());
        if (dropped) {
            opener.event("new-model", "model.file is another model now; what was learned from the former one is dropped");
        }
    }

    @Override
    public void committed(long store, Entry entry) {
        if (entry.kind() == Entry.Kind.EVENT) {
            Event event = entry.event();
            out.printf("event %d %s: %s%n", event.number(), event.kind(), event.text());
        } else if (entry.kind() == Entry.Kind.ANSWER) {
            out.println("command " + new String(entry.body(), StandardCharsets.UTF_8).replace('\n', ' '));
        }
        node.publish(OutboxDelivery.outgoing(store, entry));
    }

    @Override
    public void unkept(Report unkept) {
        node.report(unkept.learner());
        node.reportNode(unkept.machine());
    }

    /** Runs until the source ends or {@link #stop} is called, then saves the model. @throws IOException when it cannot be saved */
    void run() throws IOException {
        runner = Thread.currentThread();
        out.printf("board %s: model %s version %d, rule %s, reporting to %s%n", config.mqtt().reports().edgeNode(), board.model.id(),
                board.model.version(), config.learning().settings().rule(), config.mqtt().reports().brokerUri());
        Optional<Checkpoint> resumed = resume();
        board.learner.predict(new float[board.model.network().inputs()]);
        out.println("ready: the first prediction has been made");
        try (keeper; node;
                SampleLink opened = link();
                PredictionWriter writer = new PredictionWriter(config.predictions(),
                        new PredictionJson.ModelName(board.model.id(), board.model.version()), board.sources.names(),
                        config.predictions().topic().isEmpty() ? null : opened, System.out);
                SampleFeed samples = board.sources.open(position(resumed), opened)) {
            feed = samples;
            link = opened;
            predictions = writer;
            agent = new LearnerAgent(new LearnerAgent.Parts(samples, board.learner, labels(), scores(), safekeeping, governor),
                    steering.loop(), System::nanoTime, this::report, writer::accept);
            steering.attach(agent);
            keeper.event("start", "model " + board.model.id() + " version " + board.model.version()
                    + resumed.map(checkpoint -> ", goes on from " + Resumption.name(checkpoint)).orElse(", from the factory model"));
            agent.onStart(resumed.map(checkpoint -> Long.parseLong(checkpoint.facts().getOrDefault("samples", "0"))).orElse(0L));
            node.start();
            supervision.ready();
            try (CommandDesk desk = desk()) {
                desk.start();
                loop(desk);
            }
            supervision.stopping();
            printedMs = 0; // So that the last report is printed, too.
            agent.onClose();
            save();
        }
    }

    private CommandDesk desk() {
        Executor loop = task -> {
            orders.add(task);
            LockSupport.unpark(runner);
        };
        Map<String, Action> actions = new BoardActions(board, agent, steering, loop).byName();
        actions.put(BoardCommands.CHECKPOINT, new WriteCheckpoint(agent, keeper, loop));
        actions.put(BoardCommands.REBIRTH, new OnLoop(loop, BoardActions::none, command -> {
            node.rebirth();
            return Answer.done("the births are published anew");
        }));
        actions.put(BoardCommands.RESTART, new Restart(config.commands().supervised() || supervision.present(), () -> {
            restarting = true;
            stop();
        }));
        return new CommandDesk(change -> keeper.commit(store -> change.apply(store.commands())), actions, config.commands().allowed(), clock);
    }

    private void loop(CommandDesk desk) {
        while (!stopping && !agent.ended()) {
            if (reloading) {
                reloading = false;
                steering.reload();
            }
            node.takeCommand().ifPresent(desk::offer);
            for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                order.run();
            }
            long idle = agent.doWork();
            long now = System.nanoTime();
            if (now - readNanos >= READ_EVERY_NANOS) {
                readNanos = now;
                readSensors();
            }
            supervision.alive(now);
            if (idle > 0) {
                LockSupport.parkNanos(Math.min(idle, LONGEST_IDLE_NANOS));
            }
        }
    }

    /** Asks a running {@link #run} to end; it does so after the sample it is at. */
    void stop() {
        stopping = true;
        LockSupport.unpark(runner);
    }

    /** Asks a running {@link #run} to read its configuration again. */
    void askReload() {
        reloading = true;
        LockSupport.unpark(runner);
    }

    /** Whether {@link #run} ended because it was told to let the process be started again. */
    boolean restarting() {
        return restarting;
    }

    /** From the store, or, where that cannot be written, from what can be read of it. */
    private Optional<Checkpoint> resume() {
        Optional<BoardStore> store = keeper.store();
        Optional<Checkpoint> resumed;
        if (store.isPresent()) {
            resumed = safekeeping.resume(store);
            takeOrders(store.get());
        } else {
            try (BoardStore readable = BoardStore.openToRead(config.store().file())) {
                resumed = safekeeping.resume(Optional.of(readable));
                takeOrders(readable);
            } catch (StoreException e) {
                resumed = Optional.empty();
            }
        }
        if (store.isPresent() && store.get().crashed()) {
            keeper.event("crash", "the last process ended without notice; learning goes on from "
                    + resumed.map(Resumption::name).orElse("the factory model") + ", at most "
                    + TimeUnit.MILLISECONDS.toSeconds(config.store().checkpointMs()) + " s of learning are lost");
        }
        return resumed;
    }

    private void takeOrders(BoardStore store) {
        try {
            steering.orders(store.commands().standing());
        } catch (StoreException | NumberFormatException e) {
            keeper.event("resume", "standing orders cannot be read, none stands: " + e.getMessage());
        }
    }

    private String position(Optional<Checkpoint> resumed) {
        String identity = board.sources.identity();
        safekeeping.identify(identity);
        return resumed.filter(checkpoint -> identity.equals(checkpoint.facts().get("source")))
                .map(checkpoint -> checkpoint.facts().get("position")).orElse("");
    }

    private SampleLink link() {
        boolean wanted = board.sources.needsLink() || !config.predictions().topic().isEmpty();
        if (!wanted) {
            return null;
        }
        SampleLink link = new SampleLink(config.mqtt().site(), config.source().topic(), config.mqtt().reports().backoff(new SplittableRandom()),
                MOST_WAITING_SAMPLES, MOST_WAITING_BYTES);
        link.start();
        return link;
    }

    private LabelWindow labels() {
        int inputs = board.model.network().inputs();
        long bytes = (long) Float.BYTES * (inputs + board.learner.classes());
        int most = (int) Math.max(1, Math.min(config.source().labelWindow(), config.source().labelBytes() / bytes));
        return new LabelWindow(inputs, board.learner.classes(), most,
                TimeUnit.SECONDS.toNanos(config.source().labelTimeoutS()));
    }

    private Scores scores() {
        DriftDetector detector = switch (config.learning().detector()) {
            case "adwin" -> Adwin.standard();
            case "page-hinkley" -> PageHinkley.standard();
            default -> null;
        };
        return new Scores(board.learner.classes(), config.learning().window(), detector, text -> keeper.event("drift", text));
    }

    private void readSensors() {
        readings = sensors.read();
        OptionalDouble hottest = DoubleStream.concat(stream(readings.cpuCelsius()), stream(readings.gpuCelsius())).max();
        governor.readings(hottest, readings.powerWatts(), LocalTime.now());
        if (!governor.reason().isEmpty() && paused.isEmpty()) {
            keeper.event("learning-paused", governor.reason());
        } else if (governor.reason().isEmpty() && !paused.isEmpty()) {
            keeper.event("learning-resumed", "after: " + paused);
        }
        paused = governor.reason();
    }

    private static DoubleStream stream(OptionalDouble value) {
        return value.isPresent() ? DoubleStream.of(value.getAsDouble()) : DoubleStream.empty();
    }

    private void save() throws IOException {
        keeper.event("stop", "after " + agent.samples() + " samples");
        if (!board.learner.learns()) {
            out.println("stopped; nothing learned, nothing saved");
        } else if (!board.learner.finite()) {
            out.println("stopped; learning diverged (the loss is not finite), the model is not saved");
        } else {
            board.save(agent.samples());
            out.printf("stopped after %d samples; saved %s%n", agent.samples(), config.model().saveTo());
        }
    }

    private void report(LearningReport learning) {
        long nowMs = clock.millis();
        keeper.report(report.of(learning, readings, nowMs));
        if (nowMs - printedMs >= PRINT_EVERY_MS) {
            printedMs = nowMs;
            print(learning);
        }
    }

    private void print(LearningReport learning) {
        if (learning.samples() > 0) {
            String line = String.format(Locale.ROOT, "samples %d  accuracy %.3f  loss %.3f  step p50 %d us, p99 %d us%s  mqtt %s",
                    learning.samples(), learning.accuracy(), learning.loss(), learning.stepP50Micros(), learning.stepP99Micros(),
                    learning.paused().isEmpty() ? "" : "  learning paused: " + learning.paused(),
                    node.connected() ? "connected" : "away: " + node.lastError().orElse("connecting"));
            out.println(line);
            supervision.status(line);
            printLosses();
        }
    }

    /** What did not get in or out, if anything: in all, and the last reason. */
    private void printLosses() {
        long dropped = link == null ? 0 : link.dropped();
        if (feed.rejected() + dropped + predictions.lost() > 0) {
            out.printf("rejected %d samples or labels%s; dropped %d messages; lost %d predictions%n", feed.rejected(),
                    feed.lastRejection().isEmpty() ? "" : " (last: " + feed.lastRejection() + ")", dropped, predictions.lost());
        }
    }
}
