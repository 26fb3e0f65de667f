package io.edgedfa.host.app.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.edgedfa.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet command}. */
@Command(name = "command", mixinStandardHelpOptions = true, showDefaultValues = true,
        customSynopsis = "edge-dfa-host fleet command [OPTIONS] (BOARD | --group ID | --all) NAME [ARGUMENT]",
        description = "Give a command to a board, a group or all boards: pause, resume, learning-rate NUMBER|default, checkpoint, rollback,"
                + " evaluate, rebirth, restart, reload, model ID/VERSION. Prints its id, then the answer. Exit code 1 if it is refused, expires, or is not"
                + " answered in time; it stays valid until it expires all the same.")
final class GiveCommand implements Callable<Integer> {
    private static final Set<String> PENDING = Set.of("open", "accepted");
    private static final long ASK_EVERY_MS = 300;

    @Mixin
    private Host host;

    @Parameters(arity = "1..3", paramLabel = "WORD", description = "BOARD (GROUP/EDGE, or EDGE of the group edgedfa), NAME, ARGUMENT.")
    private List<String> words;

    @Option(names = "--group", paramLabel = "ID", description = "To all boards of this group.")
    private String group;

    @Option(names = "--all", description = "To all boards.")
    private boolean all;

    @Option(names = "--expires", defaultValue = "5m", paramLabel = "TIME", description = "When boards no longer begin it: 90s, 5m, 2h, 1d.")
    private String expires;

    @Option(names = "--wait", defaultValue = "30s", paramLabel = "TIME", description = "How long the answers are waited for; 0s: not at all.")
    private String patience;

    @Override
    public Integer call() throws Exception {
        Duration wait = TimeSpan.parse("--wait", patience);
        JsonArray given = host.post("/api/commands", order()).getAsJsonArray("ids");
        Map<String, String> boards = new LinkedHashMap<>();
        for (JsonElement element : given) {
            boards.put(element.getAsJsonObject().get("id").getAsString(), element.getAsJsonObject().get("board").getAsString());
        }
        boards.forEach((id, board) -> say(board, id));
        List<JsonObject> ends = await(boards, wait);
        JsonObject answer = new JsonObject();
        JsonArray items = new JsonArray();
        ends.forEach(items::add);
        answer.add("items", items);
        host.write(answer);
        return wait.isZero() || ends.stream().allMatch(end -> end.get("state").getAsString().equals("done")) ? 0 : 1;
    }

    private JsonObject order() {
        JsonObject target = new JsonObject();
        boolean toBoard = group == null && !all;
        if (group != null && all || words.size() < (toBoard ? 2 : 1) || words.size() > (toBoard ? 3 : 2)) {
            throw new IllegalArgumentException("allowed: BOARD NAME [ARGUMENT], --group ID NAME [ARGUMENT], or --all NAME [ARGUMENT]");
        }
        if (toBoard) {
            target.addProperty("board", BoardName.full(words.get(0)));
        } else if (all) {
            target.addProperty("all", true);
        } else {
            target.addProperty("group", group);
        }
        List<String> rest = words.subList(toBoard ? 1 : 0, words.size());
        JsonObject order = new JsonObject();
        order.add("target", target);
        order.addProperty("name", rest.get(0));
        order.addProperty("argument", rest.size() == 2 ? rest.get(1) : "");
        order.addProperty("expiresInSeconds", TimeSpan.parse("--expires", expires).toSeconds());
        return order;
    }

    /** Says each end when it comes. @return the commands as they are at last */
    private List<JsonObject> await(Map<String, String> boards, Duration wait) throws InterruptedException {
        long endNanos = System.nanoTime() + wait.toNanos();
        List<JsonObject> ends = new ArrayList<>();
        List<String> open = new ArrayList<>(boards.keySet());
        while (!open.isEmpty() && !wait.isZero()) {
            List<JsonObject> now = new ArrayList<>();
            for (String id : open) {
                now.add(host.get("/api/commands/" + Host.encoded(id)));
            }
            boolean late = System.nanoTime() - endNanos >= 0;
            for (JsonObject command : now) {
                boolean pending = PENDING.contains(command.get("state").getAsString());
                if (!pending || late) {
                    ends.add(command);
                    open.remove(command.get("id").getAsString());
                    say(Cell.text(command, "board"), end(command, pending));
                }
            }
            if (!open.isEmpty()) {
                Thread.sleep(ASK_EVERY_MS);
            }
        }
        return ends;
    }

    private static String end(JsonObject command, boolean pending) {
        String state = Cell.text(command, "state");
        if (pending) {
            return state.equals("open") ? "no answer yet" : "accepted, not done yet";
        }
        return Cell.text(command, "reason").equals(Cell.ABSENT) ? state : state + ": " + Cell.text(command, "reason");
    }

    /** To standard error where standard output is for JSON. */
    private void say(String board, String what) {
        (host.quiet() ? System.err : System.out).println(Printable.text(board, 40) + "  " + Printable.text(what, 2_000));
    }
}
