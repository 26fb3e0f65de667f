package io.edgedfa.device.app.run;

import io.edgedfa.device.agent.LearnerAgent;
import io.edgedfa.device.agent.LearningReport;
import io.edgedfa.device.agent.Resumption;
import io.edgedfa.device.agent.Safekeeping;
import io.edgedfa.device.agent.Scores;
import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.agent.safeguard.Governor;
import io.edgedfa.device.agent.safeguard.Guard;
import io.edgedfa.device.app.assembly.Board;
import io.edgedfa.device.app.command.Action;
import io.edgedfa.device.app.command.Answer;
import io.edgedfa.device.app.command.CommandDesk;
import io.edgedfa.device.app.command.OnLoop;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.app.prediction.ModelName;
import io.edgedfa.device.app.prediction.PredictionWriter;
import io.edgedfa.device.app.report.BoardReport;
import io.edgedfa.device.app.report.EntryPublisher;
import io.edgedfa.device.app.report.OutboxDelivery;
import io.edgedfa.device.app.update.FetchModel;
import io.edgedfa.device.app.update.ModelTrial;
import io.edgedfa.device.app.update.ModelUpdates;
import io.edgedfa.device.board.BoardReadings;
import io.edgedfa.device.store.BoardStore;
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
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The board process from start to stop: learning on the calling thread; telemetry, store and predictions beside it. */
public final class BoardRun {
    private static final long READ_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_WAITING_SAMPLES = 1_000;
    private static final long MOST_WAITING_BYTES = 32 << 20;

    private final Board board;
    private final BoardConfig config;
    private final Supervision supervision;
    private final ModelUpdates updates;
    private final PrintStream out;
    private final Clock clock = Clock.systemUTC();
    private final LoopRequests requests = new LoopRequests();
    private final StoreKeeper keeper;
    private final EdgeNode node;
    private final Guard guard;
    private final Governor governor;
    private final Safekeeping safekeeping;
    private final Steering steering;
    private final Recovery recovery;
    private final BoardReport report;
    private final SensorWatch sensors;
    private volatile boolean restarting;
    private volatile boolean switching;
    private volatile double heldOutAccuracy = Double.NaN;
    private LearnerAgent agent;
    private long readNanos;

    /**
     * Opens the store.
     *
     * @param file reads the configuration that the process was started with, as it is now
     * @param out  takes what the operator reads
     */
    public BoardRun(Board board, Supplier<BoardConfig> file, Supervision supervision, ModelUpdates updates, PrintStream out) {
        this.board = board;
        this.config = board.config();
        this.supervision = supervision;
        this.updates = updates;
        this.out = out;
        // before the store, which tells it of events at once
        this.node = new EdgeNode(config.mqtt().reports(), new OutboxDelivery(this::store));
        this.keeper = new StoreKeeper(config.store().file(), config.store().limits(), clock,
                (store, opener) -> Recovery.recordModel(board, store, opener), new EntryPublisher(node, out));
        this.guard = new Guard(config.guard().settings());
        this.governor = new Governor(config.guard().governor());
        Resumption resumption = new Resumption(board.learner(), board.memory(), () -> board.factory().read().parameters(),
                board.factory()::grow, note -> keeper.event("resume", note));
        this.safekeeping = new Safekeeping(board.learner(), board.memory(), guard, board.heldOut().orElse(null), keeper, resumption);
        this.steering = new Steering(config, file, supervision, keeper, guard, governor);
        this.recovery = new Recovery(board, keeper, safekeeping, steering);
        this.report = new BoardReport(board, keeper);
        this.sensors = new SensorWatch(new BoardReadings(Path.of("/"), config.store().file().getParent()), governor, keeper::event);
    }

    private Optional<BoardStore> store() {
        return keeper.store();
    }

    /** Runs until the source ends or {@link #stop} is called, then saves the model. @throws IOException when it cannot be saved */
    public void run() throws IOException {
        requests.attach();
        out.printf("board %s: model %s version %d, rule %s, reporting to %s%n", config.mqtt().reports().edgeNode(), board.model().id(),
                board.model().version(), config.learning().settings().rule(), config.mqtt().reports().brokerUri());
        recovery.resume();
        board.learner().predict(new float[board.model().network().inputs()]);
        out.println("ready: the first prediction has been made");
        try (keeper; node;
                SampleLink link = link();
                PredictionWriter predictions = predictions(link);
                SampleFeed feed = board.sources().open(recovery.position(), link)) {
            ProgressLine progress = new ProgressLine(out, supervision, node, feed, link, predictions);
            agent = new LearnerAgent(new LearnerAgent.Parts(feed, board.learner(), labels(), scores(), safekeeping, governor),
                    steering.loop(), System::nanoTime, learning -> report(learning, progress), predictions::accept);
            steering.attach(agent);
            keeper.event("start", "model " + board.model().id() + " version " + board.model().version()
                    + recovery.checkpoint().map(name -> ", goes on from " + name).orElse(", from the factory model"));
            updates.takeNotes().forEach(note -> keeper.event("model-slots", note));
            agent.onStart(recovery.samples());
            node.start();
            supervision.ready();
            FetchModel fetch = new FetchModel(board, updates, () -> heldOutAccuracy, keeper::event, this::switchOver);
            try (fetch; CommandDesk desk = desk(fetch)) {
                desk.start();
                loop(desk, ModelTrial.of(updates, keeper, guard, fetch, config.update().trialMs()));
            }
            supervision.stopping();
            progress.due(); // So that the last report is printed, too.
            agent.onClose();
            save();
        }
    }

    private CommandDesk desk(FetchModel fetch) {
        Map<String, Action> actions = new BoardActions(board, agent, steering, requests).byName();
        actions.put(BoardCommands.CHECKPOINT, new WriteCheckpoint(agent, keeper, requests));
        actions.put(BoardCommands.REBIRTH, new OnLoop(requests, BoardActions::none, command -> {
            node.rebirth();
            return Answer.done("the births are published anew");
        }));
        actions.put(BoardCommands.RESTART, new Restart(config.commands().supervised() || supervision.present(), () -> {
            restarting = true;
            stop();
        }));
        actions.put(BoardCommands.MODEL, fetch);
        return new CommandDesk(change -> keeper.commit(store -> change.apply(store.commands())), actions, config.commands().allowed(), clock);
    }

    private void loop(CommandDesk desk, ModelTrial trial) {
        while (!requests.stopping() && !agent.ended()) {
            if (requests.takeReload()) {
                steering.reload();
            }
            node.takeCommand().ifPresent(desk::offer);
            requests.runTasks();
            long idle = agent.doWork();
            long now = System.nanoTime();
            if (now - readNanos >= READ_EVERY_NANOS) {
                readNanos = now;
                sensors.read();
                if (trial.failed(now)) {
                    switchOver();
                }
            }
            supervision.alive(now);
            requests.idle(idle);
        }
    }

    /** Asks a running {@link #run} to end; it does so after the sample it is at. On any thread. */
    public void stop() {
        requests.stop();
    }

    /** Asks a running {@link #run} to read its configuration again. On any thread. */
    public void askReload() {
        requests.reload();
    }

    private void switchOver() {
        switching = true;
        stop();
    }

    /** Whether {@link #run} ended so that another begins with another model. */
    public boolean switching() {
        return switching;
    }

    /** Whether {@link #run} ended because it was told to let the process be started again. */
    public boolean restarting() {
        return restarting;
    }

    private SampleLink link() {
        if (!board.needsSite()) {
            return null;
        }
        SampleLink link = new SampleLink(config.mqtt().site(), config.source().topic(),
                config.mqtt().reports().backoff(new SplittableRandom()), MOST_WAITING_SAMPLES, MOST_WAITING_BYTES);
        link.start();
        return link;
    }

    private PredictionWriter predictions(SampleLink link) {
        return new PredictionWriter(config.predictions(), new ModelName(board.model().id(), board.model().version()), board.sources().names(),
                config.predictions().topic().isEmpty() ? null : link, System.out);
    }

    private LabelWindow labels() {
        int inputs = board.model().network().inputs();
        int classes = board.learner().classes();
        long bytes = (long) Float.BYTES * (inputs + classes);
        int most = (int) Math.max(1, Math.min(config.source().labelWindow(), config.source().labelBytes() / bytes));
        return new LabelWindow(inputs, classes, most, TimeUnit.SECONDS.toNanos(config.source().labelTimeoutS()));
    }

    private Scores scores() {
        DriftDetector detector = switch (config.learning().detector()) {
            case "adwin" -> Adwin.standard();
            case "page-hinkley" -> PageHinkley.standard();
            default -> null;
        };
        return new Scores(board.learner().classes(), config.learning().window(), detector, text -> keeper.event("drift", text));
    }

    private void report(LearningReport learning, ProgressLine progress) {
        long nowMs = clock.millis();
        heldOutAccuracy = learning.heldOut();
        keeper.report(report.of(learning, sensors.readings(), nowMs));
        progress.report(learning, nowMs);
    }

    private void save() throws IOException {
        keeper.event("stop", "after " + agent.samples() + " samples");
        if (!board.learner().learns()) {
            out.println("stopped; nothing learned, nothing saved");
        } else if (!board.learner().finite()) {
            out.println("stopped; learning diverged (the loss is not finite), the model is not saved");
        } else {
            board.save(agent.samples());
            out.printf("stopped after %d samples; saved %s%n", agent.samples(), config.model().saveTo());
        }
    }
}
