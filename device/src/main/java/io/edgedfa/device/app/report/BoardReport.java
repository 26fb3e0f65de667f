package io.edgedfa.device.app.report;

import io.edgedfa.device.agent.LearningReport;
import io.edgedfa.device.agent.Report;
import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.agent.StoreStatus;
import io.edgedfa.device.app.assembly.Board;
import io.edgedfa.device.board.Identity;
import io.edgedfa.device.board.ProcessMemory;
import io.edgedfa.device.board.Readings;
import io.edgedfa.device.board.sensor.Throttling;
import io.edgedfa.device.store.Outbox;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.onnx.Provenance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** What a board reports: its learning, its store, its machine. A reading that is absent is no metric. */
public final class BoardReport {
    private final Board board;
    private final StoreKeeper keeper;
    private final long startedMs = ProcessHandle.current().info().startInstant().orElseGet(Instant::now).toEpochMilli();
    private final ProcessMemory memory = new ProcessMemory(Path.of("/"));
    private final Identity identity = Identity.of(Path.of("/"));

    /** @param keeper of the store that is reported on */
    public BoardReport(Board board, StoreKeeper keeper) {
        this.board = board;
        this.keeper = keeper;
    }

    /** All metrics as they are now. @param nowMs milliseconds since 1970 UTC */
    public Report of(LearningReport report, Readings readings, long nowMs) {
        List<Metric> learner = new ArrayList<>(report.metrics(nowMs));
        learner.add(Metric.of(BoardMetrics.RULE, nowMs, board.config().learning().settings().rule()));
        learner.add(Metric.of(BoardMetrics.MODEL_ID, nowMs, board.model().id()));
        learner.add(Metric.of(BoardMetrics.MODEL_VERSION, nowMs, Long.toString(board.model().version())));
        List<Metric> machine = new ArrayList<>();
        addProcess(machine, nowMs);
        addStore(machine, nowMs);
        addReadings(machine, readings, nowMs);
        return new Report(nowMs, learner, machine);
    }

    private void addProcess(List<Metric> metrics, long nowMs) {
        memory.residentBytes().ifPresent(bytes -> metrics.add(Metric.of(BoardMetrics.RESIDENT_BYTES, nowMs, bytes)));
        metrics.add(Metric.of(BoardMetrics.UPTIME_MILLIS, nowMs, nowMs - startedMs));
        metrics.add(Metric.of(BoardMetrics.PRODUCT_VERSION, nowMs, Provenance.productVersion()));
        metrics.add(Metric.of(BoardMetrics.OS_ARCH, nowMs, Provenance.osArch()));
        metrics.add(Metric.of(BoardMetrics.JAVA_VERSION, nowMs, Provenance.java()));
        identity.model().ifPresent(model -> metrics.add(Metric.of(BoardMetrics.BOARD_MODEL, nowMs, model)));
        identity.l4t().ifPresent(l4t -> metrics.add(Metric.of(BoardMetrics.L4T_VERSION, nowMs, l4t)));
        identity.os().ifPresent(os -> metrics.add(Metric.of(BoardMetrics.OS_VERSION, nowMs, os)));
    }

    private void addStore(List<Metric> metrics, long nowMs) {
        StoreStatus store = keeper.status();
        metrics.add(Metric.of(BoardMetrics.STORE_TROUBLE, nowMs, store.trouble()));
        store.bytes().ifPresent(bytes -> metrics.add(Metric.of(BoardMetrics.STORE_BYTES, nowMs, bytes)));
        if (store.savedMs() > 0) {
            metrics.add(Metric.of(BoardMetrics.CHECKPOINT_MILLIS, nowMs, store.savedMs()));
        }
        Outbox.Size outbox = store.outbox();
        metrics.add(Metric.of(BoardMetrics.OUTBOX_WAITING, nowMs, outbox.waiting()));
        metrics.add(Metric.of(BoardMetrics.OUTBOX_BYTES, nowMs, outbox.bytes()));
        metrics.add(Metric.of(BoardMetrics.OUTBOX_DROPPED_REPORTS, nowMs, outbox.droppedReports()));
        metrics.add(Metric.of(BoardMetrics.OUTBOX_DROPPED_EVENTS, nowMs, outbox.droppedEvents()));
    }

    private static void addReadings(List<Metric> metrics, Readings r, long nowMs) {
        r.cpuCelsius().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.CPU_TEMPERATURE, nowMs, value)));
        r.gpuCelsius().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.GPU_TEMPERATURE, nowMs, value)));
        r.powerWatts().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.POWER_WATTS, nowMs, value)));
        r.cpuHertz().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.CPU_HERTZ, nowMs, value)));
        r.gpuHertz().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.GPU_HERTZ, nowMs, value)));
        r.cpuLoad().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.CPU_LOAD, nowMs, value)));
        r.gpuLoad().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.GPU_LOAD, nowMs, value)));
        r.throttling().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.THROTTLED, nowMs, text(value))));
        r.memoryAvailableBytes().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.MEMORY_AVAILABLE_BYTES, nowMs, value)));
        r.diskFreeBytes().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.DISK_FREE_BYTES, nowMs, value)));
        r.uptimeSeconds().ifPresent(value -> metrics.add(Metric.of(BoardMetrics.BOARD_UPTIME_SECONDS, nowMs, (long) value)));
    }

    private static String text(Throttling throttling) {
        StringJoiner causes = new StringJoiner(", ");
        if (throttling.underVoltage()) {
            causes.add("under-voltage");
        }
        if (throttling.frequencyCapped()) {
            causes.add("frequency capped");
        }
        if (throttling.throttled()) {
            causes.add("throttled");
        }
        if (throttling.softTemperatureLimit()) {
            causes.add("soft temperature limit");
        }
        return causes.toString();
    }
}
