package io.edgedfa.host.app.fleet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.edgedfa.host.app.fleet.TextTable.Column;
import java.util.List;
import picocli.CommandLine.Option;

/** Which boards are asked for, in which order, and how they look as a table. */
final class Boards {
    @Option(names = "--group", paramLabel = "ID", description = "Only boards of this group.")
    private String group;

    @Option(names = "--state", paramLabel = "STATE", description = "Only boards that are online, or dead.")
    private String state;

    @Option(names = "--find", paramLabel = "TEXT", description = "Only boards with this in their id, rule, model or hardware.")
    private String text;

    @Option(names = "--sort", paramLabel = "KEY", description = "edge, state, accuracy, temperature, lastSeen or model.")
    private String sort;

    @Option(names = "--descending", description = "The largest first.")
    private boolean descending;

    /** Path and query of the API; the query has at least one parameter. */
    String path() {
        return "/api/boards?order=" + (descending ? "desc" : "asc") + with("group", group) + with("state", state) + with("q", text)
                + with("sort", sort);
    }

    static String with(String name, String value) {
        return value == null ? "" : "&" + name + "=" + Host.encoded(value);
    }

    /** A line for each, within 100 columns: accuracy on the stream and on the held-out set, temperature, time since it was heard. @param nowMs milliseconds since 1970 UTC */
    static List<String> table(Iterable<JsonElement> boards, long nowMs) {
        TextTable table = new TextTable(Column.text("BOARD", 22), Column.text("STATE", 6), Column.number("ACC.", 6),
                Column.number("HELD", 6), Column.text("RULE", 8), Column.text("MODEL", 9), Column.number("TEMP", 5), Column.number("SEEN", 6),
                Column.text("NOTE", 16));
        for (JsonElement element : boards) {
            JsonObject board = element.getAsJsonObject();
            table.row(Cell.text(board, "id"), Cell.text(board, "state"), Cell.percent(board, "accuracy"),
                    Cell.percent(board, "heldOutAccuracy"), Cell.text(board, "rule"), Cell.text(board, "modelId"),
                    Cell.number(board, "temperature", "%.0f C"), Cell.ago(board, "lastSeen", nowMs), note(board));
        }
        return table.lines();
    }

    /** What somebody should look at, if anything. */
    private static String note(JsonObject board) {
        int alerts = board.has("alerts") ? board.get("alerts").getAsInt() : 0;
        String alert = alerts == 0 ? "" : alerts == 1 ? "1 alert" : alerts + " alerts";
        String reason = Cell.text(board, "state").equals("online") ? Cell.text(board, "paused") : Cell.text(board, "reason");
        String note = reason.equals(Cell.ABSENT) ? "" : reason;
        return alert.isEmpty() || note.isEmpty() ? alert + note : alert + ", " + note;
    }
}
