package io.edgedfa.host.web.metrics;

import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.web.api.BoardSummary;
import io.edgedfa.host.web.api.Summaries;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.onnx.Provenance;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code /metrics}. */
public final class MetricsApi implements Endpoints {
    private static final OpenMetricsTextFormatWriter TEXT = OpenMetricsTextFormatWriter.builder().build();

    private final Fleet fleet;
    private final Store store;
    private final Summaries summaries;
    private final int maxBoards;

    /** @param maxBoards a fleet of more has no series of single boards */
    public MetricsApi(Fleet fleet, Store store, Summaries summaries, int maxBoards) {
        this.fleet = fleet;
        this.store = store;
        this.summaries = summaries;
        this.maxBoards = maxBoards;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/metrics", this::metrics);
    }

    private void metrics(Context context) throws IOException {
        List<BoardSummary> boards = summaries.current().boards();
        List<MetricSnapshot> all = new ArrayList<>(host());
        all.addAll(GroupSeries.of(boards));
        if (boards.size() <= maxBoards) {
            all.addAll(BoardSeries.of(boards));
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        TEXT.write(text, new MetricSnapshots(all), EscapingScheme.DEFAULT);
        context.header("Cache-Control", "no-store").contentType(OpenMetricsTextFormatWriter.CONTENT_TYPE).result(text.toByteArray());
    }

    private List<MetricSnapshot> host() {
        Fleet.Counts counts = fleet.counts();
        return List.of(
                InfoSnapshot.builder().name("edgedfa_host").help("The host's program.").dataPoint(InfoSnapshot.InfoDataPointSnapshot
                        .builder().labels(Labels.of("version", Provenance.productVersion())).build()).build(),
                Gauges.gauge("edgedfa_broker_connected", "1 while the host hears the broker.", fleet.brokerConnected() ? 1 : 0),
                Gauges.gauge("edgedfa_store_writable", "1 while the store's last write succeeded.", store.ok() ? 1 : 0),
                Gauges.gauge("edgedfa_store_readings", "Readings in the store.", store.rows()),
                Gauges.counter("edgedfa_store_dropped_writes", "Writes that are lost.", store.droppedWrites()),
                Gauges.counter("edgedfa_messages_received", "Messages from boards.", counts.received()),
                Gauges.counter("edgedfa_messages_malformed", "Messages that could not be read.", counts.malformed()),
                Gauges.counter("edgedfa_messages_dropped", "Messages that came while the queue was full.", counts.dropped()),
                Gauges.counter("edgedfa_messages_refused", "Messages of boards beyond the limit.", counts.refused()),
                Gauges.counter("edgedfa_rebirths_asked", "Requests for a new birth certificate.", counts.rebirthsAsked()));
    }
}
