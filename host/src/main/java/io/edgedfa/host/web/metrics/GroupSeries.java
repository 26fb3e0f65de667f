package io.edgedfa.host.web.metrics;

import io.edgedfa.host.web.api.BoardSummary;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The boards by Sparkplug group. */
final class GroupSeries {
    /** Further groups are counted as one. */
    static final int MAX_GROUPS = 100;
    private static final String OTHERS = "others";

    private GroupSeries() {}

    static List<MetricSnapshot> of(List<BoardSummary> boards) {
        Map<String, List<BoardSummary>> groups = new TreeMap<>();
        for (BoardSummary board : boards) {
            boolean own = groups.containsKey(board.group()) || groups.size() < MAX_GROUPS;
            groups.computeIfAbsent(own ? board.group() : OTHERS, name -> new ArrayList<>()).add(board);
        }
        GaugeSnapshot.Builder counts = Gauges.gauge("edgedfa_boards", "Boards by group and state.", null);
        GaugeSnapshot.Builder accuracies = Gauges.gauge("edgedfa_group_accuracy_ratio",
                "Accuracy of a group's online boards.", Unit.RATIO);
        GaugeSnapshot.Builder samples = Gauges.gauge("edgedfa_group_samples", "Samples taken by a group's boards since each started.", null);
        GaugeSnapshot.Builder alerts = Gauges.gauge("edgedfa_group_alerts_open", "Open alerts of a group's boards.", null);
        groups.forEach((group, members) -> {
            long online = members.stream().filter(BoardSummary::online).count();
            Gauges.add(counts, Labels.of("group", group, "state", "online"), online);
            Gauges.add(counts, Labels.of("group", group, "state", "dead"), members.size() - online);
            var accuracy = members.stream().filter(BoardSummary::online).map(BoardSummary::accuracy).filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue).summaryStatistics();
            if (accuracy.getCount() > 0) {
                Gauges.add(accuracies, Labels.of("group", group, "statistic", "mean"), accuracy.getAverage());
                Gauges.add(accuracies, Labels.of("group", group, "statistic", "min"), accuracy.getMin());
            }
            Labels label = Labels.of("group", group);
            Gauges.add(samples, label, members.stream().map(BoardSummary::samples).filter(Objects::nonNull).mapToLong(Long::longValue).sum());
            Gauges.add(alerts, label, members.stream().mapToInt(BoardSummary::alerts).sum());
        });
        return List.of(counts.build(), accuracies.build(), samples.build(), alerts.build());
    }
}
