package io.edgedfa.host.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.host.fleet.EmbeddedBroker;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.TestBoard;
import io.edgedfa.host.fleet.command.Commands;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.CommandLedger;
import io.edgedfa.host.store.series.Retention;
import io.edgedfa.host.web.http.Replies;
import io.javalin.Javalin;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsApiTest {
    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static Database database;
    private static Store store;
    private static Fleet fleet;
    private static Commands commands;
    private static TestBoard board;
    private static Javalin server;
    private static final List<String> audited = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(0);
        database = Database.open(folder.resolve("host.db").toString());
        store = Store.open(database, Retention.DEFAULT, Clock.systemUTC());
        fleet = Fleet.start(broker.uri(), "edgedfa", store, Clock.systemUTC());
        commands = Commands.start(fleet, new CommandLedger(database, Clock.systemUTC()), Clock.systemUTC());
        for (int i = 0; i < 400 && !fleet.brokerConnected(); i++) { // the board speaks once
            Thread.sleep(50);
        }
        board = new TestBoard(broker.uri(), "edgedfa", "one", "dfa").start();
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.before(context -> context.attribute(CommandsApi.SENDER, "ann"));
            new CommandsApi(commands, (who, what) -> audited.add(who + ": " + what)).route(config.routes);
            config.routes.exception(HttpResponseException.class, (e, context) -> Replies.refuse(context, e.getStatus(), e.getMessage()));
        });
        server.start("127.0.0.1", 0);
        for (int i = 0; i < 400 && fleet.boards().isEmpty(); i++) {
            Thread.sleep(50);
        }
    }

    @AfterAll
    static void stop() {
        server.stop();
        board.close();
        commands.close();
        fleet.close();
        store.close();
        database.close();
        broker.close();
    }

    private HttpResponse<String> post(String body) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/commands")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonObject get(String path) throws Exception {
        return JsonParser.parseString(http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body()).getAsJsonObject();
    }

    @Test
    void shouldTakeACommandAndShowItWhenItFits() throws Exception {
        HttpResponse<String> taken = post("""
                {"target": {"board": "edgedfa/one"}, "name": "learning-rate", "argument": "0.01", "expiresInSeconds": 60}""");
        assertEquals(202, taken.statusCode(), taken.body());
        JsonObject id = JsonParser.parseString(taken.body()).getAsJsonObject().getAsJsonArray("ids").get(0).getAsJsonObject();
        assertEquals("edgedfa/one", id.get("board").getAsString());
        JsonObject command = get("/api/commands/" + id.get("id").getAsString());
        assertEquals("learning-rate", command.get("name").getAsString());
        assertEquals("0.01", command.get("argument").getAsString());
        assertEquals("open", command.get("state").getAsString());
        assertTrue(audited.contains("ann: learning-rate 0.01 to board edgedfa/one"), audited.toString());
        assertEquals("ann", command.get("sender").getAsString());
        assertEquals(60_000, command.get("expires").getAsLong() - command.get("created").getAsLong());
        JsonObject list = get("/api/commands?board=edgedfa/one&limit=1");
        assertTrue(list.get("total").getAsLong() >= 1);
        assertEquals(1, list.getAsJsonArray("items").size());
        assertEquals(0, get("/api/commands?board=edgedfa/other").getAsJsonArray("items").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{ | 400 | the body is no command",
        "[] | 400 | the body is no command",
        "`` | 400 | name is missing",
        "{\"name\": {}} | 400 | the body is no command",
        "{\"name\": \"pause\"} | 400 | target must be one of",
        "{\"name\": \"pause\", \"target\": {\"all\": false}} | 400 | target must be one of",
        "{\"name\": \"pause\", \"target\": {\"all\": true, \"group\": \"g\"}} | 400 | target must be one of",
        "{\"name\": \"pause\", \"target\": {\"board\": \"one\"}} | 400 | target.board must be GROUP/EDGE",
        "{\"name\": \"fly\", \"target\": {\"all\": true}} | 400 | name is none of those allowed: pause, resume",
        "{\"name\": \"pause\", \"target\": {\"all\": true}, \"expiresInSeconds\": 0} | 400 | expiresInSeconds = 0; allowed: 1 to 2592000",
        "{\"name\": \"pause\", \"target\": {\"all\": true}, \"argument\": \"a\\u0007\"} | 400 | argument has 2 characters; allowed",
        "{\"name\": \"pause\", \"target\": {\"board\": \"edgedfa/nobody\"}} | 404 | no board is known: board edgedfa/nobody",
        "{\"name\": \"pause\", \"target\": {\"group\": \"nothing\"}} | 404 | no board is known: group nothing",
    })
    void shouldRefuseInOneLine(String body, int status, String error) throws Exception {
        HttpResponse<String> answer = post(body);
        assertEquals(status, answer.statusCode(), answer.body());
        String said = JsonParser.parseString(answer.body()).getAsJsonObject().get("error").getAsString();
        assertTrue(said.startsWith(error), said);
        assertFalse(said.contains("\n"), said);
    }

    @Test
    void shouldRefuseABodyThatIsTooLargeAndAnIdThatIsUnknown() throws Exception {
        assertEquals(413, post("{\"name\": \"" + "x".repeat(5_000) + "\"}").statusCode());
        assertEquals("no such command", get("/api/commands/nothing").get("error").getAsString());
    }
}
