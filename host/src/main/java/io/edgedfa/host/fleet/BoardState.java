package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.host.fleet.BoardMemory.Said;
import io.edgedfa.host.fleet.FleetState.Reaction;
import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.board.Reading;
import io.edgedfa.host.store.delivery.Delivery;
import io.edgedfa.host.store.delivery.Numbering;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One board's session as the host follows it (Sparkplug 3.0, sections 5 and 6). Guarded by itself: whoever calls holds its lock.
 *
 * <p>A session begins with NBIRTH and ends with the NDEATH of the same bdSeq. Within it, seq counts modulo 256. Where the count
 * has a gap the declarations are in doubt: values that travel by alias are ignored until the next NBIRTH. What a board that
 * numbers its messages says meanwhile is not stored, because it will say it again and only then be understood as a whole.
 */
final class BoardState {
    private static final int MAX_DEVICES = 16;
    private static final int NO_SESSION = -1;
    static final long NO_STORE = 0;
    /** How exactly a record says when the board was last seen: it stays the same for so long. */
    private static final long RECORD_MS = 1_000;

    /** Why the board is shown as it is. */
    private enum Phase {
        UNBORN("no birth certificate yet"),
        RESTORED("no report since the host started"),
        ELSEWHERE("another host follows it"),
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
    private long outboxStore = NO_STORE;
    private BoardRecord record; // the last one made
    private BoardView view; // the last one shown

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
        latest.forEach(board.memory::restore);
        board.restoreIfKnown(BoardMetrics.RULE, record.rule());
        board.restoreIfKnown(BoardMetrics.MODEL_ID, record.modelId());
        board.restoreIfKnown(BoardMetrics.MODEL_VERSION, record.modelVersion());
        board.restoreIfKnown(BoardMetrics.PRODUCT_VERSION, record.productVersion());
        board.restoreIfKnown(BoardMetrics.OS_ARCH, record.osArch());
        board.restoreIfKnown(BoardMetrics.JAVA_VERSION, record.javaVersion());
        return board;
    }

    private void restoreIfKnown(String metric, String text) {
        if (text != null) {
            memory.restore(metric, text);
        }
    }

    /** NBIRTH: a new session, or the same one declared again. */
    Reaction nodeBirth(Payload birth, long nowMs) {
        long bdSeq = bdSeq(birth);
        int seq = seq(birth);
        boolean again = bdSeq == session;
        if (!again) {
            memory.forgetValues(); // an accuracy of the last session is not one of this
        }
        session = bdSeq;
        nextSeq = next(seq);
        inDoubt = false;
        outboxStore = outboxStore(birth);
        devices.clear();
        memory.forgetDeclarations();
        memory.declare("", birth);
        become(Phase.ONLINE, nowMs);
        lastSeenMs = nowMs;
        List<Reading> readings = memory.take("", birth, true, nowMs).readings();
        BoardEvent event = event(again ? BoardEvent.REBIRTH : BoardEvent.BIRTH, nowMs, "session " + bdSeq);
        return new Reaction(delivery(null, readings, List.of(event)), false, true);
    }

    /** The store that this session's numbers belong to; {@link #NO_STORE} if it numbers nothing. */
    long outboxStore() {
        return outboxStore;
    }

    /** DBIRTH: a device of the board, and its metrics. */
    Reaction deviceBirth(String device, Payload birth, long nowMs, long rebirthEveryMs) {
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
        return report(device, birth, true, nowMs, rebirthEveryMs);
    }

    /** NDATA (device null) or DDATA. */
    Reaction data(String device, Payload payload, long nowMs, long rebirthEveryMs) {
        if (session == NO_SESSION) {
            return unborn(nowMs, rebirthEveryMs);
        }
        follow(seq(payload));
        if (device != null && !devices.contains(device)) {
            inDoubt = true; // its birth was missed
            lastSeenMs = nowMs;
            return Reaction.ask(mayAsk(nowMs, rebirthEveryMs));
        }
        return report(device, payload, false, nowMs, rebirthEveryMs);
    }

    /** Data without a session has no declared meaning: only a birth certificate helps. */
    private Reaction unborn(long nowMs, long rebirthEveryMs) {
        lastSeenMs = nowMs;
        if (phase == Phase.RESTORED) {
            become(Phase.UNBORN, nowMs);
        }
        return Reaction.ask(mayAsk(nowMs, rebirthEveryMs));
    }

    private Reaction report(String device, Payload payload, boolean birth, long nowMs, long rebirthEveryMs) {
        lastSeenMs = nowMs;
        boolean learnerGone = phase == Phase.STOPPED && !devices.contains(BoardMetrics.LEARNER);
        if (!learnerGone) {
            become(Phase.ONLINE, nowMs);
        }
        Said said = memory.take(prefix(device), payload, !inDoubt, nowMs);
        if (inDoubt && outboxStore != NO_STORE) {
            return Reaction.ask(mayAsk(nowMs, rebirthEveryMs));
        }
        Numbering numbering = birth || outboxStore == NO_STORE ? null : said.entry().numbering(outboxStore);
        Delivery delivery = new Delivery(record(), numbering, said.readings(), said.entry().events(id), said.entry().answers(id));
        return new Reaction(delivery, inDoubt && mayAsk(nowMs, rebirthEveryMs), false);
    }

    private Delivery delivery(Numbering numbering, List<Reading> readings, List<BoardEvent> events) {
        return new Delivery(record(), numbering, readings, events, List.of());
    }

    /** DDEATH. */
    Reaction deviceDeath(String device, Payload death, long nowMs) {
        if (session == NO_SESSION) {
            return Reaction.NOTHING;
        }
        follow(seq(death));
        devices.remove(device);
        if (!device.equals(BoardMetrics.LEARNER)) {
            return Reaction.NOTHING;
        }
        lastSeenMs = nowMs;
        become(Phase.STOPPED, nowMs);
        return death(nowMs);
    }

    /** NDEATH; that of another session than the current one comes late and is ignored. */
    Reaction nodeDeath(Payload death, long nowMs) {
        if (bdSeq(death) != session) {
            return Reaction.NOTHING;
        }
        session = NO_SESSION;
        become(Phase.DEAD, nowMs);
        return death(nowMs);
    }

    private Reaction death(long nowMs) {
        return new Reaction(delivery(null, List.of(), List.of(event(BoardEvent.DEATH, nowMs, phase.reason))), false, false);
    }

    /** The host lost the broker: whatever happens meanwhile goes unheard, so nothing declared before is certain after. */
    void cutOff(long nowMs) {
        inDoubt = true;
        if (phase == Phase.ONLINE) {
            become(Phase.CUT_OFF, nowMs);
        }
    }

    /** Another host follows the board from now on; what is shown of it grows old. */
    void leave(long nowMs) {
        session = NO_SESSION;
        become(Phase.ELSEWHERE, nowMs);
    }

    /** This host follows the board from now on, if another did. @return whether to ask for a birth certificate */
    boolean join(long nowMs, long rebirthEveryMs) {
        if (phase == Phase.ELSEWHERE) {
            become(Phase.UNBORN, nowMs);
        }
        return session == NO_SESSION && phase != Phase.DEAD && mayAsk(nowMs, rebirthEveryMs);
    }

    /** A birth certificate could not be asked for: the next message may ask again. */
    void askedInVain() {
        askedMs = Long.MIN_VALUE;
    }

    /** What is to be stored if the board has just turned stale, else null. */
    Delivery expire(long nowMs, long staleAfterMs) {
        if (phase != Phase.ONLINE || nowMs - lastSeenMs <= staleAfterMs) {
            return null;
        }
        become(Phase.STALE, nowMs);
        return delivery(null, List.of(), List.of(event(BoardEvent.STALE, nowMs, "")));
    }

    /** The board as it is now; the same record as before if nothing but {@link #RECORD_MS} or less of time has passed. */
    private BoardRecord record() {
        boolean recent = record != null && lastSeenMs >= record.lastSeenMs() && lastSeenMs - record.lastSeenMs() < RECORD_MS;
        BoardRecord now = new BoardRecord(id, BoardMetrics.LEARNER, firstSeenMs, recent ? record.lastSeenMs() : lastSeenMs,
                phase == Phase.ONLINE, memory.text(BoardMetrics.RULE), memory.text(BoardMetrics.MODEL_ID),
                memory.text(BoardMetrics.MODEL_VERSION), memory.text(BoardMetrics.PRODUCT_VERSION),
                memory.text(BoardMetrics.OS_ARCH), memory.text(BoardMetrics.JAVA_VERSION));
        record = now.equals(record) ? record : now;
        return record;
    }

    private BoardEvent event(String kind, long nowMs, String detail) {
        return BoardEvent.ofHost(id, kind, nowMs, detail);
    }

    /**
     * The board as it is shown; the same view as before if nothing has changed.
     *
     * @param brokerConnected false only after {@link #cutOff}, or before the first connection
     */
    BoardView view(long nowMs, boolean brokerConnected) {
        boolean online = phase == Phase.ONLINE;
        String reason = online ? "" : reason(nowMs, brokerConnected);
        boolean same = view != null && view.online() == online && view.sinceMs() == sinceMs && view.lastSeenMs() == lastSeenMs
                && view.values() == memory.values() && Objects.equals(view.reason(), reason);
        if (!same) {
            view = new BoardView(id, online, reason, sinceMs, firstSeenMs, lastSeenMs, memory.values());
        }
        return view;
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

    private static long outboxStore(Payload birth) {
        for (Metric metric : birth.metrics()) {
            if (BoardMetrics.OUTBOX_STORE.equals(metric.name()) && metric.value() instanceof Long store && store > 0) {
                return store;
            }
        }
        return NO_STORE;
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
