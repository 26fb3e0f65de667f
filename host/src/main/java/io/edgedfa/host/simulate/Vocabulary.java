package io.edgedfa.host.simulate;

import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.*;

import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which metrics a virtual board declares, and its births and entries as metrics. Every board has the same, so an alias is a
 * place in a list. Births declare readings without a value: every value in the database then comes from an entry, and can be
 * counted.
 */
final class Vocabulary {
    static final int CLASSES = 10;
    /** Readings of a learner's report; behind them, in every sixth, {@link #CLASSES} recalls. */
    static final List<String> LEARNER_READINGS = List.of(SAMPLES, UPDATES, ACCURACY, FADED_ACCURACY, LOSS, LEARNING_RATE,
            STEP_P50_MICROS, STEP_P99_MICROS, HELD_OUT_ACCURACY, ROLLBACKS);
    static final List<String> MACHINE_READINGS = List.of(RESIDENT_BYTES, UPTIME_MILLIS, CPU_TEMPERATURE, GPU_TEMPERATURE,
            POWER_WATTS, CPU_LOAD, MEMORY_AVAILABLE_BYTES, DISK_FREE_BYTES, OUTBOX_WAITING, OUTBOX_BYTES);
    private static final Set<String> REAL = Set.of(ACCURACY, FADED_ACCURACY, LOSS, LEARNING_RATE, HELD_OUT_ACCURACY,
            CPU_TEMPERATURE, GPU_TEMPERATURE, POWER_WATTS, CPU_LOAD);

    private static final long FIRST_LEARNER_ALIAS = 100;
    private static final List<String> LEARNER_TEXTS = List.of(PAUSED, RULE, MODEL_ID, MODEL_VERSION);
    private static final List<String> MACHINE_TEXTS = List.of(EVENT_KIND, EVENT_TEXT, COMMAND_ID, COMMAND_STATE, COMMAND_REASON,
            PRODUCT_VERSION, OS_ARCH, JAVA_VERSION, BOARD_MODEL, STORE_TROUBLE);
    private static final List<String> COMMANDS = List.of(OUTBOX_ACKNOWLEDGED, COMMAND_NAME, COMMAND_ARGUMENT, COMMAND_EXPIRES_MILLIS);
    private static final List<String> NUMBERING = List.of(OUTBOX_NUMBER, OUTBOX_PREVIOUS);
    private static final List<String> MACHINE = all(MACHINE_READINGS, NUMBERING, MACHINE_TEXTS);
    private static final List<String> LEARNER = all(LEARNER_READINGS, recalls(), NUMBERING, LEARNER_TEXTS);

    private Vocabulary() {}

    @SafeVarargs
    private static List<String> all(List<String>... lists) {
        List<String> names = new ArrayList<>();
        List.of(lists).forEach(names::addAll);
        return List.copyOf(names);
    }

    private static List<String> recalls() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CLASSES; i++) {
            names.add(RECALL + i);
        }
        return names;
    }

    /** NBIRTH. @param storeId what the numbers belong to */
    static List<Metric> nodeBirth(int bdSeq, long storeId, Life life, long nowMs) {
        List<Metric> metrics = new ArrayList<>(MACHINE.size() + 7);
        metrics.add(Metric.of(BD_SEQ, nowMs, bdSeq));
        metrics.add(Metric.of(REBIRTH, nowMs, false));
        metrics.add(Metric.of(OUTBOX_STORE, nowMs, storeId));
        for (String name : COMMANDS) { // of messages to the board: they come by name
            metrics.add(new Metric(name, Metric.NO_ALIAS, nowMs, type(name), null, false));
        }
        for (String name : MACHINE) {
            metrics.add(declaration(name, MACHINE, life, nowMs));
        }
        return metrics;
    }

    /** DBIRTH of the learner. */
    static List<Metric> learnerBirth(Life life, long nowMs) {
        List<Metric> metrics = new ArrayList<>(LEARNER.size());
        for (String name : LEARNER) {
            metrics.add(declaration(name, LEARNER, life, nowMs));
        }
        return metrics;
    }

    private static Metric declaration(String name, List<String> of, Life life, long nowMs) {
        return new Metric(name, alias(name, of), nowMs, type(name), life.text(name), false);
    }

    /** An entry by the aliases of the births. @param previous see {@link Outbox#previous} */
    static List<Metric> entry(Entry entry, long previous, boolean historical) {
        boolean learner = entry.kind == Entry.Kind.LEARNER;
        List<String> names = learner ? LEARNER : MACHINE;
        List<Metric> metrics = new ArrayList<>(entry.values.length + 5);
        add(metrics, OUTBOX_NUMBER, names, entry.number, entry, historical);
        add(metrics, OUTBOX_PREVIOUS, names, previous, entry, historical);
        for (int i = 0; i < entry.values.length; i++) {
            boolean real = type(names.get(i)) == DataType.DOUBLE;
            add(metrics, names.get(i), names, real ? (Object) entry.values[i] : (Object) (long) entry.values[i], entry, historical);
        }
        String[] textNames = switch (entry.kind) {
            case LEARNER -> new String[] {PAUSED};
            case MACHINE -> new String[0];
            case EVENT -> new String[] {EVENT_KIND, EVENT_TEXT};
            case ANSWER -> new String[] {COMMAND_ID, COMMAND_STATE, COMMAND_REASON};
        };
        for (int i = 0; i < entry.texts.length; i++) {
            add(metrics, textNames[i], names, entry.texts[i], entry, historical);
        }
        return metrics;
    }

    private static void add(List<Metric> metrics, String name, List<String> names, Object value, Entry entry, boolean historical) {
        metrics.add(new Metric(null, alias(name, names), entry.timeMs, type(name), value, historical));
    }

    private static long alias(String name, List<String> names) {
        return names.indexOf(name) + (names == LEARNER ? FIRST_LEARNER_ALIAS : 0);
    }

    private static DataType type(String name) {
        if (MACHINE_TEXTS.contains(name) || LEARNER_TEXTS.contains(name) || name.equals(COMMAND_NAME) || name.equals(COMMAND_ARGUMENT)) {
            return DataType.STRING;
        }
        return REAL.contains(name) || name.startsWith(RECALL) ? DataType.DOUBLE : DataType.INT64;
    }
}
