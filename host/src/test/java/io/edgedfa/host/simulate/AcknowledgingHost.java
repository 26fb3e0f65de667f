package io.edgedfa.host.simulate;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** The host's side of the protocol in its simplest form: stores in memory, in order, and says so at once. */
final class AcknowledgingHost implements AutoCloseable {
    private final Mqtt3AsyncClient client;
    private final IntPredicate overhear;
    private final Map<String, Board> boards = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private boolean silent;
    private int heard;

    private static final class Board {
        final Map<Long, String> names = new HashMap<>();
        long store;
        long stored;
        int seq;
        final Set<String> rows = new HashSet<>();
        final List<String> events = new ArrayList<>();
        final List<String> answers = new ArrayList<>();
        int historical;
    }

    /** @param overhear which data messages, counted from 1, it loses */
    AcknowledgingHost(String brokerUri, IntPredicate overhear) {
        this.overhear = overhear;
        URI uri = URI.create(brokerUri);
        client = Mqtt3Client.builder().identifier("host").serverHost(uri.getHost()).serverPort(uri.getPort())
                .automaticReconnectWithDefaultConfig().buildAsync();
        client.connect().join();
        client.subscribeWith().topicFilter(Topic.NAMESPACE + "/#").qos(MqttQos.AT_LEAST_ONCE).callback(this::arrived).send().join();
    }

    private synchronized void arrived(Mqtt3Publish message) {
        Topic topic = Topic.parse(message.getTopic().toString()).orElseThrow();
        Payload payload = PayloadCodec.decode(message.getPayloadAsBytes());
        Board board = boards.computeIfAbsent(topic.group() + "/" + topic.edgeNode(), id -> new Board());
        switch (topic.type()) {
            case NBIRTH, DBIRTH -> born(topic, payload, board);
            case NDATA, DDATA -> {
                if (board.store != 0 && !overhear.test(++heard)) { // it may have come after a birth
                    data(topic, payload, board);
                }
            }
            default -> { }
        }
    }

    private void born(Topic topic, Payload payload, Board board) {
        payload.metrics().forEach(metric -> board.names.put(metric.alias(), metric.name()));
        if (topic.type() == MessageType.NBIRTH) {
            board.store = (Long) value(payload, BoardMetrics.OUTBOX_STORE, board);
            acknowledge(topic, board);
        }
    }

    private void data(Topic topic, Payload payload, Board board) {
        long number = (Long) value(payload, BoardMetrics.OUTBOX_NUMBER, board);
        long previous = (Long) value(payload, BoardMetrics.OUTBOX_PREVIOUS, board);
        if (previous >= number) {
            faults.add(topic + ": previous " + previous + ", number " + number);
        }
        if (previous <= board.stored && board.stored < number && !silent) {
            board.stored = number;
            store(payload, board);
        }
        acknowledge(topic, board);
    }

    private void store(Payload payload, Board board) {
        for (Metric metric : payload.metrics()) {
            String name = board.names.get(metric.alias());
            board.historical += metric.historical() ? 1 : 0;
            if (name.equals(BoardMetrics.EVENT_KIND)) {
                board.events.add((String) metric.value());
            } else if (name.equals(BoardMetrics.COMMAND_STATE)) {
                board.answers.add((String) metric.value());
            } else if (metric.value() instanceof Number && !name.equals(BoardMetrics.OUTBOX_NUMBER)
                    && !name.equals(BoardMetrics.OUTBOX_PREVIOUS) && !board.rows.add(name + "@" + metric.timestamp())) {
                faults.add(name + " twice at " + metric.timestamp());
            }
        }
    }

    private static Object value(Payload payload, String name, Board board) {
        return payload.metrics().stream().filter(metric -> name.equals(metric.name() != null ? metric.name() : board.names.get(metric.alias())))
                .findFirst().orElseThrow().value();
    }

    private void acknowledge(Topic topic, Board board) {
        if (!silent) {
            command(topic.group() + "/" + topic.edgeNode(), Metric.of(BoardMetrics.OUTBOX_STORE, 1, board.store),
                    Metric.of(BoardMetrics.OUTBOX_ACKNOWLEDGED, 1, board.stored));
        }
    }

    /** Sends an NCMD. */
    void command(String board, Metric... metrics) {
        String[] id = board.split("/");
        client.publishWith().topic(new Topic(id[0], MessageType.NCMD, id[1], null).toString())
                .payload(PayloadCodec.encode(new Payload(1, Payload.NO_SEQ, List.of(metrics)))).send();
    }

    /** From now on it neither stores nor answers, or does so again. */
    synchronized void silent(boolean now) {
        silent = now;
    }

    synchronized Set<String> boards() {
        return Set.copyOf(boards.keySet());
    }

    synchronized long rows(String board) {
        return boards.get(board).rows.size();
    }

    synchronized long rows() {
        return boards.values().stream().mapToLong(board -> board.rows.size()).sum();
    }

    synchronized long events(String board) {
        return boards.get(board).events.size();
    }

    synchronized List<String> answers(String board) {
        return List.copyOf(boards.get(board).answers);
    }

    synchronized int historical() {
        return boards.values().stream().mapToInt(board -> board.historical).sum();
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        client.disconnect().join();
    }
}
