package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.Backoff;
import io.edgedfa.device.telemetry.BrokerLink;
import io.edgedfa.device.telemetry.MqttEndpoint;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.host.store.BoardEvent;
import io.edgedfa.host.store.BoardEvent.Kind;
import io.edgedfa.host.store.BoardId;
import io.edgedfa.host.store.BoardRecord;
import io.edgedfa.host.store.Store;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

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
    private final BrokerLink link;
    private final Ingest ingest;
    private final List<FleetListener> listeners = new CopyOnWriteArrayList<>();

    private Fleet(FleetSettings settings, Store store, Clock clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        state = new FleetState(settings);
        for (BoardRecord board : store.boards()) {
            state.restore(board, store.latest(board.id()));
        }
        link = new BrokerLink(endpoint(settings, "edgedfa-host-" + store.hostId()),
                Topic.NAMESPACE + "/" + settings.group() + "/#",
                new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom()), new Ears());
        ingest = new Ingest(state, store, clock, this::send, board -> listeners.forEach(listener -> listener.born(board)));
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
        Fleet fleet = new Fleet(settings, store, clock);
        fleet.link.start();
        return fleet;
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

    /** Disconnects and stops listening. */
    @Override
    public void close() {
        link.close();
        ingest.close();
    }

    private final class Ears implements BrokerLink.Listener {
        @Override
        public void connected() {
            LOG.info("connected to {}, group {}", settings.brokerUri(), settings.group());
            state.brokerConnected();
            store.put(new BoardEvent(null, Kind.BROKER_CONNECTED, clock.millis(), ""));
        }

        @Override
        public void lost() {
            ingest.clear();
            state.brokerLost(clock.millis());
            store.put(new BoardEvent(null, Kind.BROKER_LOST, clock.millis(), ""));
        }

        @Override
        public void arrived(String topic, byte[] payload) {
            ingest.offer(topic, payload);
        }

        @Override
        public void failed(String problem) {
            LOG.warn("{}; trying again", problem);
        }
    }
}
