package io.edgedfa.host.simulate;

import io.edgedfa.device.telemetry.Backoff;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** One board that is not there: its session, its outbox, its life. Only the simulation's thread calls it. */
final class VirtualBoard {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private enum Phase {
        /** Waits for its turn to connect. */
        DOWN,
        CONNECTING,
        BORN,
        /** Powered off for a while. */
        OFF
    }

    private final String group;
    private final String edge;
    private final long storeId;
    private final Life life;
    private final Outbox outbox;
    private final Redelivery redelivery;
    private final CommandDesk desk;
    private final Backoff backoff;
    private final Tally tally;
    private BoardConnection connection;
    private Phase phase = Phase.DOWN;
    private int bdSeq = -1;
    private int seq;
    private long lastMs;
    private long wakeMs;
    private boolean learnersTurn;
    private boolean started;
    private String pausedSaid = "";
    private long readings;
    private long events;

    VirtualBoard(String group, String edge, int capacity, SplittableRandom random, Tally tally, long nowMs) {
        this.group = group;
        this.edge = edge;
        this.tally = tally;
        storeId = random.nextLong(1, Long.MAX_VALUE);
        life = new Life(random.split(), nowMs);
        outbox = new Outbox(capacity);
        redelivery = new Redelivery(outbox);
        desk = new CommandDesk(life);
        backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random.split());
        learnersTurn = random.nextBoolean();
    }

    /** Gives the board its means to connect. */
    void plugIn(BoardConnection line) {
        connection = line;
    }

    /** Begins an attempt to connect, unless there is no need. */
    void connect(long nowMs) {
        if (phase == Phase.DOWN) {
            phase = Phase.CONNECTING;
            bdSeq = (bdSeq + 1) % (Payload.MAX_SEQ + 1);
            connection.open(topic(MessageType.NDEATH), death(nowMs), topic(MessageType.NCMD));
        }
    }

    private byte[] death(long nowMs) {
        return PayloadCodec.encode(new Payload(nowMs, Payload.NO_SEQ, List.of(Metric.of(BoardMetrics.BD_SEQ, nowMs, bdSeq))));
    }

    /** Connected: a session begins. */
    void connected(long nowMs) {
        if (phase == Phase.CONNECTING) {
            phase = Phase.BORN;
            backoff.reset();
            redelivery.begin(nowMs);
            birth(nowMs);
            if (!started) {
                started = true;
                commit(nowMs, Entry.Kind.EVENT, null, "start", "model " + life.text(BoardMetrics.MODEL_ID));
            }
        }
    }

    private void birth(long nowMs) {
        tally.births++;
        seq = 0;
        publish(MessageType.NBIRTH, Vocabulary.nodeBirth(bdSeq, storeId, life, nowMs), nowMs);
        publish(MessageType.DBIRTH, Vocabulary.learnerBirth(life, nowMs), nowMs);
    }

    /** The attempt failed or the connection is gone. @return how long to wait before the next attempt, in milliseconds; -1 for none */
    long lost() {
        if (phase == Phase.BORN) {
            tally.connectionsLost++;
        }
        if (phase == Phase.OFF || phase == Phase.DOWN) {
            return -1;
        }
        phase = Phase.DOWN;
        return backoff.nextMs();
    }

    /** NCMD. */
    void command(byte[] bytes, long nowMs) {
        Payload command;
        try {
            command = PayloadCodec.decode(bytes);
        } catch (MalformedPayloadException foreign) {
            return;
        }
        if (phase != Phase.BORN) {
            return;
        }
        if (CommandDesk.asksRebirth(command)) {
            birth(nowMs);
        }
        long stored = CommandDesk.acknowledged(command, storeId);
        if (stored >= 0) {
            long nanos = System.nanoTime();
            outbox.acknowledge(stored, entry -> {
                tally.acknowledged(entry, nanos);
                redelivery.stored(entry, nowMs);
            });
            redelivery.acknowledged(entry -> again(entry, nowMs));
        }
        String[] answer = desk.answer(command, nowMs);
        if (answer != null) {
            tally.commands++;
            commit(nowMs, Entry.Kind.ANSWER, null, answer);
        }
    }

    /** Reports, the learner and the machine by turns. @return readings made, 0 while the board is off */
    int report(long nowMs, boolean mayDie) {
        if (phase == Phase.OFF) {
            return 0;
        }
        learnersTurn = !learnersTurn;
        double[] values = learnersTurn ? life.learner() : life.machine(nowMs, outbox.size(), outbox.bytes());
        String[] texts = {};
        if (learnersTurn && !life.paused().equals(pausedSaid)) {
            pausedSaid = life.paused();
            texts = new String[] {pausedSaid};
        }
        commit(nowMs, learnersTurn ? Entry.Kind.LEARNER : Entry.Kind.MACHINE, values, texts);
        String news = life.takeNews();
        if (news != null) {
            commit(nowMs, Entry.Kind.EVENT, null, news.split("\\|", 2));
        }
        long outageMs = mayDie && !learnersTurn ? life.outageMs() : 0;
        if (outageMs > 0) {
            tally.outages++;
            powerOff(nowMs, outageMs);
        }
        return values.length;
    }

    /** Into the outbox, then out once, live. */
    private void commit(long nowMs, Entry.Kind kind, double[] values, String... texts) {
        lastMs = Math.max(nowMs, lastMs + 1); // two values of a metric at the same moment would be one in the database
        if (outbox.size() == 0) {
            redelivery.waiting(nowMs);
        }
        Entry entry = outbox.add(lastMs, kind, values, texts);
        tally.sent(entry);
        readings += entry.values.length;
        events += kind == Entry.Kind.EVENT ? 1 : 0;
        if (phase == Phase.BORN) {
            send(entry, nowMs, false);
        }
    }

    private int again(Entry entry, long nowMs) {
        tally.resent++;
        return send(entry, nowMs, true);
    }

    private int send(Entry entry, long nowMs, boolean historical) {
        if (entry.publishedNanos == 0) {
            entry.publishedNanos = System.nanoTime();
        }
        return publish(entry.kind == Entry.Kind.LEARNER ? MessageType.DDATA : MessageType.NDATA,
                Vocabulary.entry(entry, outbox.previous(entry.number), historical), nowMs);
    }

    /** @return bytes of the payload; 0 if there is no connection */
    private int publish(MessageType type, List<Metric> metrics, long nowMs) {
        Payload payload = new Payload(nowMs, seq, metrics);
        boolean data = type == MessageType.NDATA || type == MessageType.DDATA;
        byte[] bytes = data ? PayloadCodec.encodeData(payload) : PayloadCodec.encode(payload);
        if (!connection.publish(topic(type), bytes)) {
            return 0;
        }
        seq = (seq + 1) % (Payload.MAX_SEQ + 1);
        tally.published++;
        return bytes.length;
    }

    private void powerOff(long nowMs, long forMs) {
        if (phase == Phase.BORN) {
            connection.publish(topic(MessageType.NDEATH), death(nowMs));
        }
        phase = Phase.OFF;
        wakeMs = nowMs + forMs;
        connection.close();
    }

    /** Time has passed. @return whether the board has just been powered on and wants to connect */
    boolean tick(long nowMs) {
        if (phase == Phase.OFF && nowMs >= wakeMs) {
            phase = Phase.DOWN;
            return true;
        }
        if (phase == Phase.BORN) {
            redelivery.tick(nowMs, entry -> again(entry, nowMs));
        }
        return false;
    }

    /** Ends an outage with the next tick. */
    void wake() {
        wakeMs = 0;
    }

    /** Says goodbye for good. */
    void farewell(long nowMs) {
        powerOff(nowMs, Long.MAX_VALUE - nowMs);
    }

    boolean born() {
        return phase == Phase.BORN;
    }

    /** {@code group/edge}. */
    String id() {
        return group + "/" + edge;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Put into the outbox so far. */
    long readings() {
        return readings;
    }

    /** Put into the outbox so far. */
    long events() {
        return events;
    }

    private String topic(MessageType type) {
        return new Topic(group, type, edge, type.ofDevice() ? BoardMetrics.LEARNER : null).toString();
    }
}
