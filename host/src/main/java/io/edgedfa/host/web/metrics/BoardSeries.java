package io.edgedfa.host.web.metrics;

import io.edgedfa.host.web.api.BoardSummary;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Every board by itself, told apart by the labels {@code group} and {@code edge}. */
final class BoardSeries {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    private BoardSeries() {}

    private record Gauge(String name, String help, Unit unit, Function<BoardSummary, Number> value) {}

    private static final List<Gauge> GAUGES = List.of(
            new Gauge("edgedfa_board_online", "1 while the host hears the board.", null, board -> board.online() ? 1 : 0),
            new Gauge("edgedfa_board_last_seen_timestamp_seconds", "When the board's last message came.", Unit.SECONDS,
                    board -> board.lastSeen() / MILLIS_PER_SECOND),
            new Gauge("edgedfa_board_accuracy_ratio", "Share of right answers, each sample judged before it is learnt.", Unit.RATIO,
                    BoardSummary::accuracy),
            new Gauge("edgedfa_board_held_out_accuracy_ratio", "Accuracy on the held-out set.", Unit.RATIO, BoardSummary::heldOutAccuracy),
            new Gauge("edgedfa_board_loss", "Training loss.", null, BoardSummary::loss),
            new Gauge("edgedfa_board_learning_rate", "0 while the board does not learn.", null, BoardSummary::learningRate),
            new Gauge("edgedfa_board_resident_memory_bytes", "Memory of the board's process.", Unit.BYTES, BoardSummary::residentBytes),
            new Gauge("edgedfa_board_temperature_celsius", "Warmer of processor and graphics.", Unit.CELSIUS, BoardSummary::temperature),
            new Gauge("edgedfa_board_power_watts", "Power the board takes.", new Unit("watts"), BoardSummary::power),
            new Gauge("edgedfa_board_outbox_waiting", "Entries the host has not acknowledged.", null, BoardSummary::outboxWaiting),
            new Gauge("edgedfa_board_alerts_open", "Open alerts of the board.", null, BoardSummary::alerts));

    static List<MetricSnapshot> of(List<BoardSummary> boards) {
        List<Labels> labels = boards.stream().map(board -> Labels.of("group", board.group(), "edge", board.edge())).toList();
        List<MetricSnapshot> all = new ArrayList<>();
        for (Gauge each : GAUGES) {
            GaugeSnapshot.Builder gauge = Gauges.gauge(each.name, each.help, each.unit);
            for (int i = 0; i < boards.size(); i++) {
                Gauges.add(gauge, labels.get(i), each.value.apply(boards.get(i)));
            }
            all.add(gauge.build());
        }
        all.add(step(boards, labels));
        all.add(counter("edgedfa_board_samples", "Samples the board has taken since it started.", boards, labels, BoardSummary::samples));
        all.add(counter("edgedfa_board_updates", "Learning steps since the factory model.", boards, labels, BoardSummary::updates));
        return all;
    }

    private static MetricSnapshot step(List<BoardSummary> boards, List<Labels> labels) {
        GaugeSnapshot.Builder step = Gauges.gauge("edgedfa_board_step_seconds", "Time of a learning step, by quantile.", Unit.SECONDS);
        for (int i = 0; i < boards.size(); i++) {
            Gauges.add(step, labels.get(i).add("quantile", "0.5"), seconds(boards.get(i).stepP50Micros()));
            Gauges.add(step, labels.get(i).add("quantile", "0.99"), seconds(boards.get(i).stepP99Micros()));
        }
        return step.build();
    }

    private static Double seconds(Long micros) {
        return micros == null ? null : (Double) (micros / MICROS_PER_SECOND);
    }

    private static MetricSnapshot counter(String name, String help, List<BoardSummary> boards, List<Labels> labels,
            Function<BoardSummary, Number> value) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        for (int i = 0; i < boards.size(); i++) {
            Gauges.add(counter, labels.get(i), value.apply(boards.get(i)));
        }
        return counter.build();
    }
}
