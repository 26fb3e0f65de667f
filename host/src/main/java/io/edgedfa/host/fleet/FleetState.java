package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.host.store.BoardEvent;
import io.edgedfa.host.store.BoardId;
import io.edgedfa.host.store.BoardRecord;
import io.edgedfa.host.store.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All boards and how messages change them. No threads, no IO and no clock: time comes in as milliseconds since 1970 UTC, what
 * is to be done goes out as {@link Outcome}. Safe for use by many threads.
 */
final class FleetState {
    /**
     * What a message asks the host to do.
     *
     * @param record     the board as it is now, to be stored; null if nothing is
     * @param readings   numbers to be stored
     * @param event      what happened; null if nothing worth a line
     * @param askRebirth whether to ask the board for a new birth certificate
     */
    record Outcome(BoardRecord record, List<Reading> readings, BoardEvent event, boolean askRebirth) {
        static final Outcome NOTHING = new Outcome(null, List.of(), null, false);

        static Outcome ask(boolean rebirth) {
            return rebirth ? new Outcome(null, List.of(), null, true) : NOTHING;
        }
    }

    private final FleetSettings settings;
    private final SortedMap<BoardId, BoardState> boards = new TreeMap<>();
    private boolean brokerConnected;
    private long refused;

    FleetState(FleetSettings settings) {
        this.settings = settings;
    }

    /** Takes a board back from the store; it is dead until its next birth. */
    synchronized void restore(BoardRecord record, Map<String, Double> latest) {
        if (boards.size() < settings.maxBoards()) {
            boards.put(record.id(), BoardState.restored(record, latest, settings.maxMetrics()));
        }
    }

    /** Boards stay dead until they are heard. */
    synchronized void brokerConnected() {
        brokerConnected = true;
    }

    /** Every board is dead at once: the host hears none. */
    synchronized void brokerLost(long nowMs) {
        brokerConnected = false;
        boards.values().forEach(board -> board.cutOff(nowMs));
    }

    /**
     * A message has arrived.
     *
     * @throws io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException if it lacks what its type must have; no session has changed then
     */
    synchronized Outcome receive(Topic topic, Payload payload, long nowMs) {
        if (!brokerConnected || topic.type() == MessageType.NCMD || topic.type() == MessageType.DCMD) {
            return Outcome.NOTHING; // a message of the lost connection still in the queue, or the host's own
        }
        BoardState board = board(topic, nowMs);
        if (board == null) {
            return Outcome.NOTHING;
        }
        long rebirthEveryMs = settings.rebirthEvery().toMillis();
        return switch (topic.type()) {
            case NBIRTH -> board.nodeBirth(payload, nowMs);
            case DBIRTH -> board.deviceBirth(topic.device(), payload, nowMs, rebirthEveryMs);
            case NDATA, DDATA -> board.data(topic.device(), payload, nowMs, rebirthEveryMs);
            case NDEATH -> board.nodeDeath(payload, nowMs);
            case DDEATH -> board.deviceDeath(topic.device(), payload, nowMs);
            case NCMD, DCMD -> Outcome.NOTHING;
        };
    }

    /** Finds the board, or adds it unless it is only said to be dead or there are too many. */
    private BoardState board(Topic topic, long nowMs) {
        BoardId id = new BoardId(topic.group(), topic.edgeNode());
        BoardState known = boards.get(id);
        if (known != null || topic.type() == MessageType.NDEATH || topic.type() == MessageType.DDEATH) {
            return known;
        }
        if (boards.size() >= settings.maxBoards()) {
            refused++;
            return null;
        }
        BoardState added = new BoardState(id, settings.maxMetrics(), nowMs);
        boards.put(id, added);
        return added;
    }

    /** Finds the boards that have been silent for too long; one outcome for each that was online until now. */
    synchronized List<Outcome> expire(long nowMs) {
        List<Outcome> outcomes = new ArrayList<>();
        for (BoardState board : boards.values()) {
            if (board.expire(nowMs, settings.staleAfter().toMillis())) {
                outcomes.add(new Outcome(board.record(), List.of(), board.event(BoardEvent.STALE, nowMs, ""), false));
            }
        }
        return outcomes;
    }

    /** All boards, by id. */
    synchronized List<BoardView> boards(long nowMs) {
        return boards.values().stream().map(board -> board.view(nowMs, brokerConnected)).toList();
    }

    synchronized boolean knows(BoardId id) {
        return boards.containsKey(id);
    }

    synchronized boolean isBrokerConnected() {
        return brokerConnected;
    }

    /** Messages of boards beyond the limit. */
    synchronized long refused() {
        return refused;
    }
}
