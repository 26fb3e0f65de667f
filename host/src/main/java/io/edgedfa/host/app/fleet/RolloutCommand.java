package io.edgedfa.host.app.fleet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.edgedfa.host.app.fleet.TextTable.Column;
import io.edgedfa.text.Printable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollout}: a model to many boards, over a running host. */
@Command(name = "rollout", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false,
        description = "Bring a model from the shelf to the boards that have it in a lower version: first to some, then to the rest, and to"
                + " nobody else when too many refuse. Each board fetches, verifies and tries it, and answers when its trial is over.")
public final class RolloutCommand implements Callable<Integer> {
    private static final Pattern MODEL = Pattern.compile("([^/]+)/(\\d{1,18})");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})%?");

    @Mixin
    private Host host;

    @Option(names = "--model", paramLabel = "ID/VERSION", description = "As models list has it. Needed to begin.")
    private String model;

    @Option(names = "--group", paramLabel = "ID", description = "Only boards of this group; default: all.")
    private String group;

    @Option(names = "--canary", defaultValue = "10%", paramLabel = "N%%", description = "Share of the boards that is asked first.")
    private String canary;

    @Option(names = "--halt-on-errors", defaultValue = "20%", paramLabel = "N%%",
            description = "Share of refusals above which nobody else is asked; canaries that do not answer count, too.")
    private String halt;

    @Option(names = "--expires", defaultValue = "24h", paramLabel = "TIME", description = "How long boards that are away may take: 10m, 24h, 7d.")
    private String expires;

    @Override
    public Integer call() throws Exception {
        Matcher wanted = MODEL.matcher(model == null ? "" : model);
        if (!wanted.matches()) {
            throw new IllegalArgumentException("--model = " + (model == null ? "" : Printable.text(model)) + "; allowed: ID/VERSION");
        }
        JsonObject order = new JsonObject();
        order.addProperty("model", wanted.group(1));
        order.addProperty("version", Long.parseLong(wanted.group(2)));
        order.addProperty("group", group == null ? "" : group);
        order.addProperty("canaryPercent", percent("--canary", canary));
        order.addProperty("haltPercent", percent("--halt-on-errors", halt));
        order.addProperty("expiresInSeconds", TimeSpan.parse("--expires", expires).toSeconds());
        JsonObject begun = host.post("/api/rollouts", order);
        if (!host.write(begun)) {
            System.out.println("rollout " + Cell.text(begun, "id") + " has begun; rollout show tells how it goes");
        }
        return 0;
    }

    private static int percent(String option, String text) {
        Matcher percent = PERCENT.matcher(text);
        if (!percent.matches() || Integer.parseInt(percent.group(1)) > 100) {
            throw new IllegalArgumentException(option + " = " + Printable.text(text) + "; allowed: 0% to 100%");
        }
        return Integer.parseInt(percent.group(1));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Rollouts, newest first.")
    int list(@Mixin Host asked) throws IOException, InterruptedException {
        JsonObject answer = asked.get("/api/rollouts?limit=100");
        if (!asked.write(answer)) {
            TextTable table = new TextTable(Column.text("ROLLOUT", 36), Column.text("MODEL", 20), Column.text("STATE", 8), Column.text("NOTE", 60));
            for (JsonElement element : answer.getAsJsonArray("items")) {
                JsonObject one = element.getAsJsonObject();
                table.row(Cell.text(one, "id"), Cell.text(one, "model") + "/" + Cell.text(one, "version"), Cell.text(one, "state"),
                        Cell.text(one, "reason"));
            }
            table.lines().forEach(System.out::println);
        }
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "How a rollout's boards fare.")
    int show(@Mixin Host asked, @Parameters(paramLabel = "ROLLOUT", description = "Its id.") String id) throws IOException, InterruptedException {
        JsonObject answer = asked.get("/api/rollouts/" + Host.encoded(id));
        if (!asked.write(answer)) {
            JsonObject rollout = answer.getAsJsonObject("rollout");
            System.out.println(Printable.text("model " + Cell.text(rollout, "model") + "/" + Cell.text(rollout, "version") + ", "
                    + Cell.text(rollout, "state") + ", " + Cell.text(rollout, "reason"), 200));
            TextTable table = new TextTable(Column.text("BOARD", 30), Column.text("FIRST", 5), Column.text("STATE", 8), Column.text("NOTE", 60));
            for (JsonElement element : answer.getAsJsonArray("boards")) {
                JsonObject one = element.getAsJsonObject();
                table.row(Cell.text(one, "board"), one.get("canary").getAsBoolean() ? "yes" : "", Cell.text(one, "state"), Cell.text(one, "reason"));
            }
            table.lines().forEach(System.out::println);
        }
        return 0;
    }

    @Command(name = "stop", mixinStandardHelpOptions = true, description = "Ask no more boards; those that were asked go on.")
    int stop(@Mixin Host asked, @Parameters(paramLabel = "ROLLOUT", description = "Its id.") String id) throws IOException, InterruptedException {
        JsonObject answer = asked.post("/api/rollouts/" + Host.encoded(id) + "/stop", new JsonObject());
        if (!asked.write(answer)) {
            System.out.println("rollout " + Cell.text(answer, "id") + " is stopped");
        }
        return 0;
    }
}
