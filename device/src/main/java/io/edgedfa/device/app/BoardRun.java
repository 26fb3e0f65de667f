package io.edgedfa.device.app;

import io.edgedfa.device.agent.LearnerAgent;
import io.edgedfa.device.agent.LearningReport;
import io.edgedfa.device.board.ProcessMemory;
import io.edgedfa.device.telemetry.EdgeNode;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.SampleSource;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The board process from start to stop: learning on the calling thread, telemetry beside it. */
final class BoardRun {
    private static final long LONGEST_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PRINT_EVERY_MS = 10_000;

    private final Board board;
    private final PrintStream out;
    private final EdgeNode node;
    private final ProcessMemory memory = new ProcessMemory(Path.of("/"));
    private volatile Thread runner;
    private volatile boolean stopping;
    private LearningReport last;
    private long printedMs;

    BoardRun(Board board, PrintStream out) {
        this.board = board;
        this.out = out;
        this.node = new EdgeNode(board.config.telemetry());
    }

    /** Runs until the source ends or {@link #stop} is called, then saves the model. @throws IOException when it cannot be saved */
    void run() throws IOException {
        runner = Thread.currentThread();
        BoardConfig config = board.config;
        out.printf("board %s: model %s version %d, rule %s, reporting to %s%n", config.telemetry().edgeNode(), board.model.id(),
                board.model.version(), config.learning().rule(), config.telemetry().brokerUri());
        try (SampleSource source = config.source().stream(board.data); node) {
            LearnerAgent agent = new LearnerAgent(source, board.learner, config.learning(), config.source().rate(),
                    config.reportMs(), System::nanoTime, this::report);
            agent.onStart();
            node.start();
            while (!stopping && !agent.ended()) {
                long idle = agent.doWork();
                if (idle > 0) {
                    LockSupport.parkNanos(Math.min(idle, LONGEST_IDLE_NANOS));
                }
            }
            agent.onClose();
            save();
        }
    }

    /** Asks a running {@link #run} to end; it does so after the sample it is at. */
    void stop() {
        stopping = true;
        LockSupport.unpark(runner);
    }

    private void save() throws IOException {
        if (!board.config.learning().learns()) {
            out.println("stopped; nothing learned, nothing saved");
        } else if (board.learner.diverged()) {
            out.println("stopped; learning diverged (the loss is not finite), the model is not saved");
        } else {
            board.save(last.samples());
            out.printf("stopped after %d samples; saved %s%n", last.samples(), board.config.saveTo());
        }
    }

    private void report(LearningReport report) {
        long now = System.currentTimeMillis();
        List<Metric> metrics = new ArrayList<>(report.metrics(now));
        metrics.add(Metric.of(BoardMetrics.RULE, now, board.config.learning().rule()));
        metrics.add(Metric.of(BoardMetrics.MODEL_ID, now, board.model.id()));
        metrics.add(Metric.of(BoardMetrics.MODEL_VERSION, now, Long.toString(board.model.version())));
        node.report(metrics);
        node.reportNode(processMetrics(now));
        if (board.learner.diverged() && (last == null || last.learningRate() > 0)) {
            System.getLogger(BoardRun.class.getName()).log(System.Logger.Level.ERROR,
                    "learning diverged: the loss is not finite; the board no longer learns");
        }
        last = report;
        if (now - printedMs >= PRINT_EVERY_MS) {
            printedMs = now;
            print(report);
        }
    }

    private List<Metric> processMetrics(long now) {
        List<Metric> metrics = new ArrayList<>();
        memory.residentBytes().ifPresent(bytes -> metrics.add(Metric.of(BoardMetrics.RESIDENT_BYTES, now, bytes)));
        metrics.add(Metric.of(BoardMetrics.UPTIME_MILLIS, now, ManagementFactory.getRuntimeMXBean().getUptime()));
        metrics.add(Metric.of(BoardMetrics.PRODUCT_VERSION, now, Provenance.productVersion()));
        metrics.add(Metric.of(BoardMetrics.OS_ARCH, now, Provenance.osArch()));
        metrics.add(Metric.of(BoardMetrics.JAVA_VERSION, now, Provenance.java()));
        return metrics;
    }

    private void print(LearningReport report) {
        if (report.samples() > 0) {
            out.printf(Locale.ROOT, "samples %d  accuracy %.3f  loss %.3f  step p50 %d us, p99 %d us  mqtt %s%n", report.samples(),
                    report.accuracy(), report.loss(), report.stepP50Micros(), report.stepP99Micros(),
                    node.connected() ? "connected" : "away: " + node.lastError().orElse("connecting"));
        }
    }
}
