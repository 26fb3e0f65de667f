package io.edgedfa.host.web.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.web.http.Replies;
import java.util.Map;
import java.util.TreeMap;

/** One board with everything it said: its {@link BoardSummary}, all metrics, and what is known class by class. */
final class BoardDetail {
    private static final int MAX_CLASSES = 1_000;

    private BoardDetail() {}

    static JsonObject of(BoardView board, BoardSummary summary) {
        JsonObject detail = Replies.tree(summary).getAsJsonObject();
        Map<String, Object> values = new TreeMap<>(board.values());
        detail.addProperty("firstSeen", board.firstSeenMs());
        detail.add("metrics", Replies.tree(values));
        detail.add("recall", recall(values));
        detail.add("confusion", confusion(board.text(BoardMetrics.CONFUSION)));
        return detail;
    }

    /** Share recognised by class; null for a class that has not been seen, an empty list where no class was reported. */
    private static JsonArray recall(Map<String, Object> values) {
        JsonArray recall = new JsonArray();
        values.forEach((name, value) -> {
            int number = classNumber(name);
            if (number >= 0 && value instanceof Number share) {
                while (recall.size() <= number) {
                    recall.add(JsonNull.INSTANCE);
                }
                recall.set(number, Replies.tree(share));
            }
        });
        return recall;
    }

    private static int classNumber(String metric) {
        if (!metric.startsWith(BoardMetrics.RECALL)) {
            return -1;
        }
        try {
            int number = Integer.parseInt(metric.substring(BoardMetrics.RECALL.length()));
            return number < MAX_CLASSES ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A row per label, a count per answer; null where the board sent none, or one that is not square. */
    private static JsonElement confusion(String text) {
        if (text == null || text.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonArray rows = new JsonArray();
        String[] lines = text.split(";", -1);
        for (String line : lines) {
            JsonArray row = new JsonArray();
            for (String count : line.split(",", -1)) {
                if (count.isEmpty() || count.length() > 18 || !count.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    return JsonNull.INSTANCE;
                }
                row.add(Long.parseLong(count));
            }
            if (row.size() != lines.length) {
                return JsonNull.INSTANCE;
            }
            rows.add(row);
        }
        return rows;
    }
}
