package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.host.fleet.FleetState.Outcome;
import io.edgedfa.host.store.BoardEvent;
import io.edgedfa.host.store.BoardId;
import io.edgedfa.host.store.BoardRecord;
import io.edgedfa.host.store.Reading;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One board's session as the host follows it (Sparkplug 3.0, sections 5 and 6). Guarded by its {@link FleetState}.
 *
 * <p>A session begins with NBIRTH and ends with the NDEATH of the same bdSeq. Within it, seq counts modulo 256. Where the count
 * has a gap the declarations are in doubt: values that travel by alias are ignored until the next NBIRTH.
 */
final class BoardState {
    private static final int MAX_DEVICES = 16;
    private static final int NO_SESSION = -1;

    /** Why the board is shown as it is. */
    private enum Phase {
        UNBORN("no birth certificate yet"),
        RESTORED("no report since the host started"),
        ONLINE(""),
        STALE("no report"),
        CUT_OFF("no report since the broker came back"),
        STOPPED("the learner has stopped"),
        DEAD("stopped, or lost its connection");

        final String reason;

        Phase(String reason) {
            this.reason = reason;
        }
    }

    private final BoardId id;
    private final BoardMemory memory;
    private final Set<String> devices = new HashSet<>();
    private Phase phase = Phase.UNBORN;
    private long firstSeenMs;
    private long lastSeenMs;
    private long sinceMs;
    private long session = NO_SESSION;
    private int nextSeq;
    private boolean inDoubt;
    private long askedMs = Long.MIN_VALUE;

    BoardState(BoardId id, int maxMetrics, long nowMs) {
        this.id = id;
        memory = new BoardMemory(id, maxMetrics);
        firstSeenMs = nowMs;
        lastSeenMs = nowMs;
        sinceMs = nowMs;
    }

    /** The board as the store remembers it: dead until it is born again. */
    static BoardState restored(BoardRecord record, Map<String, Double> latest, int maxMetrics) {
        BoardState board = new BoardState(record.id(), maxMetrics, record.lastSeenMs());
        board.firstSeenMs = record.firstSeenMs();
        board.phase = Phase.RESTORED;
        Map<String, Object> values = board.memory.values();
        values.putAll(latest);
        putIfKnown(values, BoardMetrics.RULE, record.rule());
        putIfKnown(values, BoardMetrics.MODEL_ID, record.modelId());
        putIfKnown(values, BoardMetrics.MODEL_VERSION, record.modelVersion());
        putIfKnown(values, BoardMetrics.PRODUCT_VERSION, record.productVersion());
        putIfKnown(values, BoardMetrics.OS_ARCH, record.osArch());
        putIfKnown(values, BoardMetrics.JAVA_VERSION, record.javaVersion());
        return board;
    }

    private static void putIfKnown(Map<String, Object> values, String metric, String text) {
        if (text != null) {
            values.put(metric, text);
        }
    }

    /** NBIRTH: a new session, or the same one declared again. */
    Outcome nodeBirth(Payload birth, long nowMs) {
        long bdSeq = bdSeq(birth);
        int seq = seq(birth);
        boolean again = bdSeq == session;
        if (!again) {
            memory.values().clear(); // an accuracy of the last session is not one of this
        }
        session = bdSeq;
        nextSeq = next(seq);
        inDoubt = false;
        devices.clear();
        memory.forgetDeclarations();
        memory.declare("", birth);
        become(Phase.ONLINE, nowMs);
        lastSeenMs = nowMs;
        List<Reading> readings = memory.take("", birth, true, nowMs);
        return new Outcome(record(), readings, event(again ? BoardEvent.REBIRTH : BoardEvent.BIRTH, nowMs, "session " + bdSeq), false);
    }

    /** DBIRTH: a device of the board, and its metrics. */
    Outcome deviceBirth(String device, Payload birth, long nowMs, long rebirthEveryMs) {
        if (session == NO_SESSION) {
            return unborn(nowMs, rebirthEveryMs);
        }
        int seq = seq(birth);
        if (!devices.contains(device) && devices.size() >= MAX_DEVICES) {
            throw new MalformedPayloadException(id + " has more than " + MAX_DEVICES + " devices");
        }
        follow(seq);
        devices.add(device);
        memory.declare(prefix(device), birth);
        return report(device, birth, nowMs, rebirthEveryMs);
    }

    /** NDATA (device null) or DDATA. */
    Outcome data(String device, Payload payload, long nowMs, long rebirthEveryMs) {
        if (session == NO_SESSION) {
            return unborn(nowMs, rebirthEveryMs);
        }
        follow(seq(payload));
        if (device != null && !devices.contains(device)) {
            inDoubt = true; // its birth was missed
            lastSeenMs = nowMs;
            return Outcome.ask(mayAsk(nowMs, rebirthEveryMs));
        }
        return report(device, payload, nowMs, rebirthEveryMs);
    }

    /** Data without a session has no declared meaning: only a birth certificate helps. */
    private Outcome unborn(long nowMs, long rebirthEveryMs) {
        lastSeenMs = nowMs;
        if (phase == Phase.RESTORED) {
            become(Phase.UNBORN, nowMs);
        }
        return Outcome.ask(mayAsk(nowMs, rebirthEveryMs));
    }

    private Outcome report(String device, Payload payload, long nowMs, long rebirthEveryMs) {
        lastSeenMs = nowMs;
        boolean learnerGone = phase == Phase.STOPPED && !devices.contains(BoardMetrics.LEARNER);
        if (!learnerGone) {
            become(Phase.ONLINE, nowMs);
        }
        List<Reading> readings = memory.take(prefix(device), payload, !inDoubt, nowMs);
        return new Outcome(record(), readings, null, inDoubt && mayAsk(nowMs, rebirthEveryMs));
    }

    /** DDEATH. */
    Outcome deviceDeath(String device, Payload death, long nowMs) {
        if (session == NO_SESSION) {
            return Outcome.NOTHING;
        }
        follow(seq(death));
        devices.remove(device);
        if (!device.equals(BoardMetrics.LEARNER)) {
            return Outcome.NOTHING;
        }
        lastSeenMs = nowMs;
        become(Phase.STOPPED, nowMs);
        return new Outcome(record(), List.of(), event(BoardEvent.DEATH, nowMs, phase.reason), false);
    }

    /** NDEATH; that of another session than the current one comes late and is ignored. */
    Outcome nodeDeath(Payload death, long nowMs) {
        if (bdSeq(death) != session) {
            return Outcome.NOTHING;
        }
        session = NO_SESSION;
        become(Phase.DEAD, nowMs);
        return new Outcome(record(), List.of(), event(BoardEvent.DEATH, nowMs, phase.reason), false);
    }

    /** The host lost the broker: whatever happens meanwhile goes unheard, so nothing declared before is certain after. */
    void cutOff(long nowMs) {
        inDoubt = true;
        if (phase == Phase.ONLINE) {
            become(Phase.CUT_OFF, nowMs);
        }
    }

    /** Whether the board has just turned stale. */
    boolean expire(long nowMs, long staleAfterMs) {
        if (phase != Phase.ONLINE || nowMs - lastSeenMs <= staleAfterMs) {
            return false;
        }
        become(Phase.STALE, nowMs);
        return true;
    }

    BoardRecord record() {
        BoardView view = view(lastSeenMs, true);
        return new BoardRecord(id, BoardMetrics.LEARNER, firstSeenMs, lastSeenMs, view.online(), view.text(BoardMetrics.RULE),
                view.text(BoardMetrics.MODEL_ID), view.text(BoardMetrics.MODEL_VERSION),
                view.text(BoardMetrics.PRODUCT_VERSION), view.text(BoardMetrics.OS_ARCH), view.text(BoardMetrics.JAVA_VERSION));
    }

    BoardEvent event(String kind, long nowMs, String detail) {
        return BoardEvent.ofHost(id, kind, nowMs, detail);
    }

    /** @param brokerConnected false only after {@link #cutOff}, or before the first connection */
    BoardView view(long nowMs, boolean brokerConnected) {
        boolean online = phase == Phase.ONLINE;
        return new BoardView(id, online, online ? "" : reason(nowMs, brokerConnected), sinceMs, lastSeenMs,
                Map.copyOf(memory.values()));
    }

    private String reason(long nowMs, boolean brokerConnected) {
        if (!brokerConnected) {
            return "broker unreachable";
        }
        return phase == Phase.STALE ? "no report for " + (nowMs - lastSeenMs) / 1_000 + " s" : phase.reason;
    }

    private void become(Phase next, long nowMs) {
        if (phase != next) {
            phase = next;
            sinceMs = nowMs;
        }
    }

    private void follow(int seq) {
        if (seq != nextSeq) {
            inDoubt = true;
        }
        nextSeq = next(seq);
    }

    private boolean mayAsk(long nowMs, long rebirthEveryMs) {
        if (askedMs != Long.MIN_VALUE && nowMs - askedMs < rebirthEveryMs) {
            return false;
        }
        askedMs = nowMs;
        return true;
    }

    private static int next(int seq) {
        return seq == Payload.MAX_SEQ ? 0 : seq + 1;
    }

    private static String prefix(String device) {
        return device == null || device.equals(BoardMetrics.LEARNER) ? "" : device + "/";
    }

    private static int seq(Payload payload) {
        if (payload.seq() == Payload.NO_SEQ) {
            throw new MalformedPayloadException("seq is missing");
        }
        return payload.seq();
    }

    private static long bdSeq(Payload payload) {
        for (Metric metric : payload.metrics()) {
            if (BoardMetrics.BD_SEQ.equals(metric.name()) && metric.value() instanceof Long bdSeq && bdSeq >= 0) {
                return bdSeq;
            }
        }
        throw new MalformedPayloadException("bdSeq is missing");
    }
}
