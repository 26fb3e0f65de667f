package io.edgedfa.host.app.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The terminal's side, against a host of canned answers. */
class FleetCommandTest {
    /** Clears the screen, in three ways; one that turns the direction of text; a line of its own. */
    private static final String HOSTILE = "\\u001b[2J \u009b2J \\r \u202e \\nevil";

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private String state = "done";
    private Javalin server;
    private int port;
    private String error = "";

    @BeforeEach
    void serve() {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            route(config.routes);
        });
        server.start("127.0.0.1", 0);
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void route(RoutesConfig routes) {
        routes.before(context -> tokens.add(String.valueOf(context.header("Authorization"))));
        routes.get("/api/boards", context -> json(context, """
                {"total": 2, "offset": 0, "items": [
                {"id": "edgedfa/one", "state": "online", "reason": "", "accuracy": 0.91234, "heldOutAccuracy": null, "rule": "dfa",
                 "modelId": "digits", "temperature": 51.6, "lastSeen": 1000, "paused": "paused by command 7", "alerts": 2},
                {"id": "edgedfa/%s", "state": "dead", "reason": "%s", "accuracy": null, "rule": "%s", "alerts": 0}]}"""
                .formatted(HOSTILE, HOSTILE, HOSTILE)));
        routes.get("/api/boards/edgedfa/one", context -> json(context, """
                {"id": "edgedfa/one", "state": "online", "reason": "", "since": 1000, "metrics": {"learner/learning/rule": "%s", "board/power_watts": 4.5}}"""
                .formatted(HOSTILE)));
        routes.get("/api/commands", context -> json(context, "{\"total\": 0, \"items\": []}"));
        routes.get("/api/commands/{id}", context -> json(context, """
                {"id": "%s", "board": "edgedfa/one", "state": "%s", "reason": "%s"}"""
                .formatted(context.pathParam("id"), asked.incrementAndGet() < 2 ? "accepted" : state, HOSTILE)));
        routes.post("/api/commands", context -> {
            bodies.add(context.body());
            json(context.status(202), "{\"ids\": [{\"board\": \"edgedfa/one\", \"id\": \"c-1\"}]}");
        });
        routes.get("/api/events", context -> json(context, """
                {"items": [{"id": 2, "board": "edgedfa/one", "source": "board", "kind": "drift", "time": 2000, "detail": "%s"},
                {"id": 1, "board": null, "source": "host", "kind": "broker-connected", "time": 1000, "detail": ""}]}""".formatted(HOSTILE)));
    }

    private static void json(Context context, String body) {
        context.contentType("application/json").result(body);
    }

    /** @return what was printed */
    private String run(int exit, String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.add("--url");
        all.add("http://127.0.0.1:" + port);
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = FleetCommand.create(() -> false).setExecutionExceptionHandler((e, command, parsed) -> {
                error = e.getMessage();
                return e instanceof IllegalArgumentException ? 2 : 1;
            });
            assertEquals(exit, line.execute(all.toArray(String[]::new)), error);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void assertHarmless(String printed) {
        assertFalse(printed.chars().anyMatch(c -> c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)), printed);
        assertTrue(printed.lines().noneMatch(line -> line.startsWith("evil")), printed);
    }

    @Test
    void shouldShowBoardsWithinAHundredColumns() {
        String printed = run(0, "list");
        assertHarmless(printed);
        List<String> lines = printed.lines().toList();
        assertEquals(3, lines.size(), printed);
        assertTrue(lines.stream().allMatch(line -> line.length() <= 100), printed);
        assertTrue(lines.get(1).startsWith("edgedfa/one ") && lines.get(1).contains(" 91.2% ") && lines.get(1).contains(" 52 C ")
                && lines.get(1).contains("2 alerts, paus"), printed);
    }

    @Test
    void shouldWriteTheSameAsJsonWithoutControlCharacters() throws Exception {
        String printed = run(0, "list", "--json", "-");
        assertHarmless(printed);
        assertEquals("edgedfa/\u001b[2J \u009b2J \r \u202e \nevil", JsonParser.parseString(printed).getAsJsonObject().getAsJsonArray("items").get(1)
                .getAsJsonObject().get("id").getAsString());
        run(0, "list", "--json", folder.resolve("boards.json").toString());
        assertEquals(printed, Files.readString(folder.resolve("boards.json")));
    }

    @Test
    void shouldKeepWhatBoardsSayHarmlessEverywhere() {
        assertHarmless(run(0, "show", "one"));
        assertHarmless(run(0, "events"));
        assertHarmless(run(0, "watch", "--times", "2", "--every", "1"));
        assertHarmless(run(0, "command", "one", "pause"));
    }

    @Test
    void shouldListEventsOldestFirst() {
        List<String> lines = run(0, "events", "--limit", "2").lines().toList();
        assertTrue(lines.get(0).contains("broker-connected") && lines.get(1).contains("drift"), lines.toString());
    }

    @Test
    void shouldGiveACommandAndWaitForItsEnd() {
        String printed = run(0, "command", "one", "learning-rate", "0.01", "--expires", "2m");
        assertEquals("{\"target\":{\"board\":\"edgedfa/one\"},\"name\":\"learning-rate\",\"argument\":\"0.01\",\"expiresInSeconds\":120}", bodies.get(0));
        assertTrue(printed.startsWith("edgedfa/one  c-1\nedgedfa/one  done: "), printed);
        run(0, "command", "--all", "pause", "--wait", "0s");
        run(0, "command", "--group", "g", "pause");
        assertEquals("{\"all\":true}", JsonParser.parseString(bodies.get(1)).getAsJsonObject().get("target").toString());
        assertEquals("{\"group\":\"g\"}", JsonParser.parseString(bodies.get(2)).getAsJsonObject().get("target").toString());
    }

    @Test
    void shouldEndWithOneWhenABoardRefusesOrDoesNotAnswer() {
        state = "refused";
        assertTrue(run(1, "command", "one", "pause").contains("refused: "));
        state = "open";
        assertTrue(run(1, "command", "one", "pause", "--wait", "1s").contains("no answer yet"));
    }

    @Test
    void shouldSendTheTokenOfTheFile() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "secret-1\n");
        run(0, "list", "--token-file", token.toString());
        assertEquals("Bearer secret-1", tokens.get(0));
    }

    @Test
    void shouldRefuseInOneLineWhatCannotBe() {
        run(2, "command", "one");
        assertEquals("allowed: BOARD NAME [ARGUMENT], --group ID NAME [ARGUMENT], or --all NAME [ARGUMENT]", error);
        run(2, "command", "one", "pause", "--wait", "soon");
        assertEquals("--wait = soon; allowed: a number and s, m, h or d, like 90s or 5m", error);
        run(2, "show", "a/b/c");
        run(2, "show", "nobody");
        assertTrue(error.startsWith("the host says 404: "), error);
        run(2, "list", "--token-file", folder.resolve("none").toString());
        server.stop();
        run(1, "list");
        assertTrue(error.startsWith("the host does not answer at http://127.0.0.1:"), error);
    }
}
