package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.delivery.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * All boards and how messages change them. No threads, no IO and no clock: time comes in as milliseconds since 1970 UTC, what
 * is to be done goes out as {@link Reaction}. Safe for use by many threads: each board has a lock of its own, so that those who
 * look wait for one message at most.
 */
final class FleetState {
    /**
     * What a message asks the host to do.
     *
     * @param delivery   to be stored; null if nothing is
     * @param askRebirth whether to ask the board for a new birth certificate
     * @param born       whether it was the birth certificate of the board itself
     */
    record Reaction(Delivery delivery, boolean askRebirth, boolean born) {
        static final Reaction NOTHING = new Reaction(null, false, false);

        static Reaction ask(boolean rebirth) {
            return rebirth ? new Reaction(null, true, false) : NOTHING;
        }
    }

    private final FleetSettings settings;
    private final ConcurrentNavigableMap<BoardId, BoardState> boards = new ConcurrentSkipListMap<>();
    private final Object adding = new Object();
    private final AtomicLong refused = new AtomicLong();
    private int count; // guarded by adding; the map would have to count
    private volatile boolean brokerConnected;

    FleetState(FleetSettings settings) {
        this.settings = settings;
    }

    /** Takes a board back from the store; it is dead until its next birth. */
    void restore(BoardRecord record, Map<String, Double> latest) {
        add(record.id(), BoardState.restored(record, latest, settings.maxMetrics()));
    }

    /** Boards stay dead until they are heard. */
    void brokerConnected() {
        brokerConnected = true;
    }

    /** Every board is dead at once: the host hears none. */
    void brokerLost(long nowMs) {
        brokerConnected = false; // first: a message that finds its board after it was cut off must find this, too
        for (BoardState board : boards.values()) {
            synchronized (board) {
                board.cutOff(nowMs);
            }
        }
    }

    /**
     * A message has arrived.
     *
     * @throws io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException if it lacks what its type must have, no session has
     *         changed then; or if its number cannot be one
     */
    Reaction receive(Topic topic, Payload payload, long nowMs) {
        if (topic.type() == MessageType.NCMD || topic.type() == MessageType.DCMD) {
            return Reaction.NOTHING; // the host's own
        }
        BoardState board = board(topic, nowMs);
        if (board == null) {
            return Reaction.NOTHING;
        }
        synchronized (board) {
            return brokerConnected ? receive(board, topic, payload, nowMs) : Reaction.NOTHING;
        }
    }

    private Reaction receive(BoardState board, Topic topic, Payload payload, long nowMs) {
        long rebirthEveryMs = settings.rebirthEvery().toMillis();
        return switch (topic.type()) {
            case NBIRTH -> board.nodeBirth(payload, nowMs);
            case DBIRTH -> board.deviceBirth(topic.device(), payload, nowMs, rebirthEveryMs);
            case NDATA, DDATA -> board.data(topic.device(), payload, nowMs, rebirthEveryMs);
            case NDEATH -> board.nodeDeath(payload, nowMs);
            case DDEATH -> board.deviceDeath(topic.device(), payload, nowMs);
            case NCMD, DCMD -> Reaction.NOTHING;
        };
    }

    /** Finds the board, or adds it unless it is only said to be dead or there are too many. */
    private BoardState board(Topic topic, long nowMs) {
        BoardId id = new BoardId(topic.group(), topic.edgeNode());
        BoardState known = boards.get(id);
        if (known != null || !brokerConnected || topic.type() == MessageType.NDEATH || topic.type() == MessageType.DDEATH) {
            return known;
        }
        BoardState added = add(id, new BoardState(id, settings.maxMetrics(), nowMs));
        if (added == null) {
            refused.incrementAndGet();
        }
        return added;
    }

    /** Returns the board that is kept under the id, or null if there are too many. */
    private BoardState add(BoardId id, BoardState board) {
        synchronized (adding) {
            BoardState known = boards.get(id);
            if (known != null || count >= settings.maxBoards()) {
                return known;
            }
            count++;
            boards.put(id, board);
            return board;
        }
    }

    /** Finds the boards that have been silent for too long; a delivery for each that was online until now. */
    List<Delivery> expire(long nowMs) {
        List<Delivery> deliveries = new ArrayList<>();
        for (BoardState board : boards.values()) {
            synchronized (board) {
                Delivery delivery = board.expire(nowMs, settings.staleAfter().toMillis());
                if (delivery != null) {
                    deliveries.add(delivery);
                }
            }
        }
        return deliveries;
    }

    /** The boards are spread over the hosts anew. @return those to ask for a birth certificate */
    List<BoardId> share(Predicate<BoardId> ours, long nowMs) {
        List<BoardId> ask = new ArrayList<>();
        boards.forEach((id, board) -> {
            synchronized (board) {
                if (!ours.test(id)) {
                    board.leave(nowMs);
                } else if (board.join(nowMs, settings.rebirthEvery().toMillis())) {
                    ask.add(id);
                }
            }
        });
        return ask;
    }

    /** A birth certificate could not be asked for. */
    void askedInVain(BoardId id) {
        BoardState board = boards.get(id);
        if (board != null) {
            synchronized (board) {
                board.askedInVain();
            }
        }
    }

    /** The store that the board's numbers belong to now; {@link BoardState#NO_STORE} if it numbers nothing, or is not known. */
    long outboxStore(BoardId id) {
        BoardState board = boards.get(id);
        if (board == null) {
            return BoardState.NO_STORE;
        }
        synchronized (board) {
            return board.outboxStore();
        }
    }

    /** All boards, by id. */
    List<BoardView> boards(long nowMs) {
        List<BoardView> views = new ArrayList<>();
        for (BoardState board : boards.values()) {
            views.add(view(board, nowMs));
        }
        return views;
    }

    Optional<BoardView> board(BoardId id, long nowMs) {
        return Optional.ofNullable(boards.get(id)).map(board -> view(board, nowMs));
    }

    private BoardView view(BoardState board, long nowMs) {
        synchronized (board) {
            return board.view(nowMs, brokerConnected);
        }
    }

    boolean knows(BoardId id) {
        return boards.containsKey(id);
    }

    boolean isBrokerConnected() {
        return brokerConnected;
    }

    /** Messages of boards beyond the limit. */
    long refused() {
        return refused.get();
    }
}
