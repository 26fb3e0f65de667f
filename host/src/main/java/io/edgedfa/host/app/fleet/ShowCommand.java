package io.edgedfa.host.app.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.edgedfa.host.app.fleet.TextTable.Column;
import io.edgedfa.text.Printable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet show}. */
@Command(name = "show", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "One board: how it is, all that it reports, and the newest commands it was given.")
final class ShowCommand implements Callable<Integer> {
    private static final int WIDTH = 60;
    private static final int COMMANDS = 5;

    @Mixin
    private Host host;

    @Parameters(paramLabel = "BOARD", description = "GROUP/EDGE, or EDGE of the group edgedfa.")
    private String board;

    @Override
    public Integer call() throws Exception {
        JsonObject answer = host.get(BoardName.path(board));
        if (!host.write(answer)) {
            show(answer);
            commands(host.get("/api/commands?limit=" + COMMANDS + "&board=" + Host.encoded(BoardName.full(board))).getAsJsonArray("items"));
        }
        return 0;
    }

    private static void show(JsonObject board) {
        print("board", Cell.text(board, "id"));
        print("state", Cell.text(board, "state") + " since " + Cell.time(board, "since")
                + (Cell.text(board, "reason").equals(Cell.ABSENT) ? "" : ": " + Cell.text(board, "reason")));
        print("last seen", Cell.time(board, "lastSeen"));
        print("model", Cell.text(board, "modelId") + " version " + Cell.text(board, "modelVersion") + ", rule " + Cell.text(board, "rule"));
        print("accuracy", Cell.percent(board, "accuracy") + " on its stream, " + Cell.percent(board, "heldOutAccuracy") + " held out");
        print("paused", Cell.text(board, "paused"));
        print("alerts", Cell.text(board, "alerts"));
        System.out.println();
        Map<String, String> metrics = new TreeMap<>();
        if (board.get("metrics") instanceof JsonObject values) {
            values.keySet().forEach(name -> metrics.put(name, Cell.text(values, name)));
        }
        TextTable table = new TextTable(Column.text("METRIC", 36), Column.text("VALUE", WIDTH));
        metrics.forEach(table::row);
        table.lines().forEach(System.out::println);
    }

    private static void print(String name, String value) {
        System.out.printf("%-10s %s%n", name, Printable.text(value, 100 - 11));
    }

    private static void commands(JsonArray items) {
        if (items.isEmpty()) {
            return;
        }
        System.out.println();
        TextTable table = new TextTable(Column.text("COMMAND", 24), Column.text("GIVEN", 19), Column.text("STATE", 8), Column.text("REASON", 40));
        for (JsonElement element : items) {
            JsonObject command = element.getAsJsonObject();
            String argument = Cell.text(command, "argument").equals(Cell.ABSENT) ? "" : " " + Cell.text(command, "argument");
            table.row(Cell.text(command, "name") + argument, Cell.time(command, "created"), Cell.text(command, "state"), Cell.text(command, "reason"));
        }
        table.lines().forEach(System.out::println);
    }
}
