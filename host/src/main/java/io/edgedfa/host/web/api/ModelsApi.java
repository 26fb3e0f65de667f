package io.edgedfa.host.web.api;

import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Listing;
import io.edgedfa.host.web.http.Parameters;
import io.edgedfa.host.web.http.Replies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code /api/models}: which models the fleet learns from, and how well. */
public final class ModelsApi implements Endpoints {
    private final Summaries summaries;

    private record ModelKey(String modelId, String version) {}

    /**
     * @param version      null where the boards did not say
     * @param meanAccuracy 0 to 1 over the boards that reported one; null if none did
     * @param rules        boards by learning rule
     */
    private record ModelJson(String modelId, String version, long boards, long online, Double meanAccuracy, Double minAccuracy,
            Map<String, Long> rules) {
        static ModelJson of(ModelKey key, List<BoardSummary> boards) {
            var accuracies = boards.stream().map(BoardSummary::accuracy).filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue).summaryStatistics();
            boolean known = accuracies.getCount() > 0;
            Map<String, Long> rules = boards.stream().map(BoardSummary::rule).filter(Objects::nonNull)
                    .collect(Collectors.groupingBy(rule -> rule, TreeMap::new, Collectors.counting()));
            return new ModelJson(key.modelId, key.version, boards.size(), boards.stream().filter(BoardSummary::online).count(),
                    known ? accuracies.getAverage() : null, known ? accuracies.getMin() : null, rules);
        }
    }

    public ModelsApi(Summaries summaries) {
        this.summaries = summaries;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/models", this::models);
    }

    private void models(Context context) {
        Map<ModelKey, List<BoardSummary>> byModel = summaries.current().boards().stream()
                .filter(board -> board.modelId() != null)
                .collect(Collectors.groupingBy(board -> new ModelKey(board.modelId(), board.modelVersion())));
        List<ModelJson> models = byModel.entrySet().stream()
                .map(entry -> ModelJson.of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(ModelJson::modelId)
                        .thenComparing(ModelJson::version, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
        Replies.ok(context, Listing.of(models, new Parameters(context)));
    }
}
