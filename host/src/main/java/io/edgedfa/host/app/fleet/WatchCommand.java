package io.edgedfa.host.app.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.edgedfa.text.Printable;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet watch}. */
@Command(name = "watch", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "The boards as they are, again and again until Ctrl-C: on a terminal the table in place, else a line each time and one"
                + " for each board that came or went.")
final class WatchCommand implements Callable<Integer> {
    /** To the upper left corner; erase to the end of a line, of the screen (ECMA-48). */
    private static final String HOME = "\u001b[H";
    private static final String END_LINE = "\u001b[K\n";
    private static final String END_SCREEN = "\u001b[J";

    private final BooleanSupplier terminal;

    @Mixin
    private Host host;

    @Mixin
    private Boards boards;

    @Option(names = "--every", defaultValue = "2", paramLabel = "SECONDS", description = "Seconds between two looks, 1 to 3600.")
    private int every;

    @Option(names = "--times", defaultValue = "0", paramLabel = "N", description = "Looks; 0 for no end.")
    private int times;

    @Option(names = "--rows", defaultValue = "40", paramLabel = "N", description = "Most boards shown on a terminal.")
    private int rows;

    private final Map<String, String> states = new HashMap<>();

    WatchCommand(BooleanSupplier terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (every < 1 || every > 3_600 || times < 0 || rows < 1) {
            throw new IllegalArgumentException("--every = " + every + ", --times = " + times + ", --rows = " + rows
                    + "; allowed: 1 to 3600, 0 and more, 1 and more");
        }
        Thread atEnd = new Thread(() -> Runtime.getRuntime().halt(0), "stop"); // Ctrl-C is how this ends, no failure
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            for (int look = 1; times == 0 || look <= times; look++) {
                look(look == 1);
                if (look != times) {
                    Thread.sleep(1_000L * every);
                }
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        }
        return 0;
    }

    /** A host that is away is said, and asked again: it may be restarted while somebody watches. */
    private void look(boolean first) throws Exception {
        JsonArray items;
        try {
            items = host.all(boards.path());
        } catch (IllegalStateException e) {
            if (first) {
                throw e;
            }
            show(List.of(now() + "  " + e.getMessage()));
            return;
        }
        JsonObject answer = new JsonObject();
        answer.add("items", items);
        if (host.write(answer)) {
            return;
        }
        if (terminal.getAsBoolean()) {
            redraw(items, first);
        } else {
            log(items);
        }
    }

    private void redraw(JsonArray items, boolean first) {
        JsonArray some = new JsonArray();
        items.asList().stream().limit(rows).forEach(some::add);
        StringBuilder screen = new StringBuilder(first ? HOME + END_SCREEN : HOME);
        screen.append(now()).append("  ").append(summary(items)).append(END_LINE);
        Boards.table(some, System.currentTimeMillis()).forEach(line -> screen.append(line).append(END_LINE));
        if (items.size() > some.size()) {
            screen.append("... and ").append(items.size() - some.size()).append(" more").append(END_LINE);
        }
        System.out.print(screen.append(END_SCREEN));
        System.out.flush();
    }

    private void log(JsonArray items) {
        System.out.println(now() + "  " + summary(items));
        for (JsonElement element : items) {
            JsonObject board = element.getAsJsonObject();
            String state = Cell.text(board, "state");
            String before = states.put(Cell.text(board, "id"), state);
            if (!state.equals(before)) {
                System.out.println(now() + "  " + Printable.text(Cell.text(board, "id") + " is " + state, 90));
            }
        }
    }

    private void show(List<String> lines) {
        lines.forEach(line -> System.out.print(line + (terminal.getAsBoolean() ? END_LINE : "\n")));
        System.out.flush();
    }

    private static String summary(JsonArray items) {
        long online = items.asList().stream().filter(board -> Cell.text(board.getAsJsonObject(), "state").equals("online")).count();
        double mean = items.asList().stream().map(JsonElement::getAsJsonObject).filter(board -> !Cell.percent(board, "accuracy").equals(Cell.ABSENT))
                .mapToDouble(board -> board.get("accuracy").getAsDouble()).average().orElse(Double.NaN);
        return items.size() + " boards, " + online + " online, " + (items.size() - online) + " dead"
                + (Double.isNaN(mean) ? "" : String.format(java.util.Locale.ROOT, ", accuracy %.1f%% in the mean", 100 * mean));
    }

    private static LocalTime now() {
        return LocalTime.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
