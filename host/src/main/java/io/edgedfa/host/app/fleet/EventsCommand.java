package io.edgedfa.host.app.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.edgedfa.text.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet events}. */
@Command(name = "events", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "What happened, the newest last. --follow goes on until Ctrl-C.")
final class EventsCommand implements Callable<Integer> {
    private static final int MOST = 1_000;
    private static final long ASK_EVERY_MS = 1_000;

    @Mixin
    private Host host;

    @Option(names = "--board", paramLabel = "BOARD", description = "Only of this board: GROUP/EDGE, or EDGE of the group edgedfa.")
    private String board;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind, like birth, death, rollback or drift.")
    private String kind;

    @Option(names = "--limit", defaultValue = "20", paramLabel = "N", description = "Newest ones shown first, 1 to 1000.")
    private int limit;

    @Option(names = "--follow", description = "Go on with those that come.")
    private boolean follow;

    @Override
    public Integer call() throws Exception {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("--limit = " + limit + "; allowed: 1 to " + MOST);
        }
        JsonObject answer = host.get(path(limit));
        boolean quiet = host.write(answer);
        long newest = quiet ? newest(answer) : show(answer, 0);
        if (follow) {
            follow(newest);
        }
        return 0;
    }

    private void follow(long from) throws InterruptedException {
        Thread atEnd = new Thread(() -> Runtime.getRuntime().halt(0), "stop"); // Ctrl-C is how this ends, no failure
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            long newest = from;
            while (true) {
                Thread.sleep(ASK_EVERY_MS);
                try {
                    newest = show(host.get(path(MOST)), newest);
                } catch (IllegalStateException e) { // it may be restarted meanwhile
                    System.err.println(e.getMessage());
                }
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        }
    }

    private String path(int most) {
        return "/api/events?limit=" + most + Boards.with("board", board == null ? null : BoardName.full(board)) + Boards.with("kind", kind);
    }

    private static long newest(JsonObject answer) {
        return answer.getAsJsonArray("items").asList().stream().mapToLong(item -> item.getAsJsonObject().get("id").getAsLong()).max().orElse(0);
    }

    /** Those after a number, oldest first. @return the newest number */
    private static long show(JsonObject answer, long after) {
        JsonArray items = answer.getAsJsonArray("items");
        List<JsonElement> oldestFirst = new ArrayList<>(items.asList());
        Collections.reverse(oldestFirst);
        for (JsonElement element : oldestFirst) {
            JsonObject event = element.getAsJsonObject();
            if (event.get("id").getAsLong() > after || after == 0) {
                System.out.printf("%s  %-20s %-16s %s%n", Cell.time(event, "time"), Printable.text(Cell.text(event, "board"), 40),
                        Printable.text(Cell.text(event, "kind"), 30), Printable.text(Cell.text(event, "detail").equals(Cell.ABSENT) ? ""
                                : Cell.text(event, "detail"), 2_000));
            }
        }
        System.out.flush();
        return Math.max(after, newest(answer));
    }
}
