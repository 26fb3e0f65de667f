package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.Backoff;
import io.edgedfa.device.telemetry.BrokerLink;
import io.edgedfa.device.telemetry.MqttEndpoint;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.ledger.AggregatorLedger;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet, live: connects to the broker for as long as it takes, follows every board, writes history to the store. Safe for
 * use by many threads. Close it before the store.
 */
public final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final long TICK_MS = 250;

    /**
     * Messages since the start.
     *
     * @param received      all that arrived
     * @param malformed     not Sparkplug B, too large, or without what their type must have
     * @param dropped       arrived while the queue was full
     * @param refused       of boards beyond the limit
     * @param rebirthsAsked requests for a new birth certificate sent
     */
    public record Counts(long received, long malformed, long dropped, long refused, long rebirthsAsked) {}

    private final FleetSettings settings;
    private final FleetState state;
    private final Store store;
    private final Clock clock;
    private final HostState hostState;
    private final BrokerLink link;
    private final Ingest ingest;
    private final Acknowledgements acknowledgements;
    private final Membership membership; // null for a host that follows all boards
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Fleet::daemon);
    private final List<FleetListener> listeners = new CopyOnWriteArrayList<>();

    private Fleet(FleetSettings settings, Store store, AggregatorLedger ledger, String name, Clock clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        state = new FleetState(settings);
        Map<BoardId, Map<String, Double>> latest = store.latest();
        for (BoardRecord board : store.boards()) {
            state.restore(board, latest.getOrDefault(board.id(), Map.of()));
        }
        membership = ledger == null ? null : new Membership(ledger, name, this::share);
        String clientId = "edgedfa-host-" + store.hostId() + (ledger == null ? "" : "-" + name);
        hostState = new HostState(clientId);
        link = new BrokerLink(endpoint(settings, clientId), List.of(hostState.topic(), Topic.NAMESPACE + "/" + settings.group() + "/#"),
                () -> hostState.presence(clock.millis()), new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom()), new Ears());
        acknowledgements = new Acknowledgements(store, clock, this::send);
        ingest = new Ingest(state, store, clock, this::follows, this::send, this::born);
        store.onCommit(acknowledgements);
    }

    private void born(BoardId board) {
        long outbox = state.outboxStore(board);
        if (outbox != BoardState.NO_STORE) {
            acknowledgements.born(board, outbox);
        }
        listeners.forEach(listener -> listener.born(board));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fleet-watch");
        thread.setDaemon(true);
        return thread;
    }

    private static MqttEndpoint endpoint(FleetSettings settings, String clientId) {
        String password = settings.password();
        return new MqttEndpoint(URI.create(settings.brokerUri()), clientId, settings.username(),
                password == null ? null : password::toCharArray, CONNECT_TIMEOUT, KEEP_ALIVE, settings.tls());
    }

    /** As {@link #start(FleetSettings, Store, Clock)} with {@link FleetSettings#of}. */
    public static Fleet start(String brokerUri, String group, Store store, Clock clock) {
        return start(FleetSettings.of(brokerUri, group), store, clock);
    }

    /** Returns at once; the broker may come later. Boards the store knows are there from the start, dead until their next birth. */
    public static Fleet start(FleetSettings settings, Store store, Clock clock) {
        return new Fleet(settings, store, null, null, clock).start();
    }

    /**
     * As {@link #start(FleetSettings, Store, Clock)}, but one of several hosts on one database, each of which follows a part of
     * the boards and takes over those of a host that ends.
     *
     * @param ledger of the database that holds the store
     * @param name   of this host, unique among them and the same after a restart; see {@link Topic#requireId}
     * @throws IllegalArgumentException if the name is not allowed
     * @throws io.edgedfa.host.store.database.StoreException if the database cannot be reached
     */
    public static Fleet start(FleetSettings settings, Store store, AggregatorLedger ledger, String name, Clock clock) {
        return new Fleet(settings, store, Objects.requireNonNull(ledger), name, clock).start();
    }

    private Fleet start() {
        if (membership != null) {
            share();
            membership.start();
        }
        link.start();
        watch.scheduleWithFixedDelay(this::expire, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Whether this host follows the board, whether or not it has heard of it yet. */
    public boolean follows(BoardId board) {
        return membership == null || membership.ours(board);
    }

    private void share() {
        state.share(membership::ours, clock.millis()).forEach(ingest::askRebirth);
    }

    private void expire() {
        try {
            state.expire(clock.millis()).forEach(store::put);
        } catch (RuntimeException e) { // the executor would end for good
            LOG.error("silent boards could not be looked for", e);
        }
    }

    /** Which broker and boards. */
    public FleetSettings settings() {
        return settings;
    }

    /** The time of this fleet's clock, to which the boards' times belong; milliseconds since 1970 UTC. */
    public long nowMs() {
        return clock.millis();
    }

    /** All boards as they are now, by id. */
    public List<BoardView> boards() {
        return state.boards(clock.millis());
    }

    /** The board as it is now; empty if it is not among {@link #boards}. */
    public Optional<BoardView> board(BoardId id) {
        return state.board(id, clock.millis());
    }

    /** Whether the board is among {@link #boards}. */
    public boolean knows(BoardId id) {
        return state.knows(id);
    }

    /** Whether the host hears the broker. */
    public boolean brokerConnected() {
        return state.isBrokerConnected();
    }

    public Counts counts() {
        return ingest.counts();
    }

    /** From now on the listener is told. */
    public void listen(FleetListener listener) {
        listeners.add(listener);
    }

    /**
     * Sends the board a command (NCMD) at most once (QoS 0), without waiting.
     *
     * @param command without seq, see {@link Payload#NO_SEQ}
     * @return false if it cannot be sent now
     * @throws IllegalArgumentException if the payload passes a limit of {@link PayloadCodec}
     */
    public boolean send(BoardId board, Payload command) {
        String topic = new Topic(board.group(), MessageType.NCMD, board.edge(), null).toString();
        return link.publish(topic, PayloadCodec.encode(command));
    }

    /** Disconnects and stops listening; other hosts may follow the boards at once. */
    @Override
    public void close() {
        stop();
        if (membership != null) {
            membership.close();
        }
    }

    /** Stops without a word to the other hosts, as if killed. */
    void abandon() {
        if (membership != null) {
            membership.abandon();
        }
        stop();
    }

    private void stop() {
        link.close();
        watch.shutdownNow();
        ingest.close();
        acknowledgements.close();
    }

    private final class Ears implements BrokerLink.Listener {
        @Override
        public void connected() {
            LOG.info("connected to {}, group {}", settings.brokerUri(), settings.group());
            state.brokerConnected();
            store.put(BoardEvent.ofHost(null, BoardEvent.BROKER_CONNECTED, clock.millis(), ""));
        }

        @Override
        public void lost() {
            ingest.forget();
            state.brokerLost(clock.millis());
            store.put(BoardEvent.ofHost(null, BoardEvent.BROKER_LOST, clock.millis(), ""));
        }

        @Override
        public void arrived(String topic, byte[] payload) {
            if (hostState.denies(topic, payload)) {
                link.announce(); // the will of a connection before this one
            } else {
                ingest.offer(topic, payload);
            }
        }

        @Override
        public void failed(String problem) {
            LOG.warn("{}; trying again", problem);
        }
    }
}
