package io.edgedfa.host.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model brought to boards that are processes, from a host that is one, by the commands of the README; the host is killed on the way. */
class RolloutIT {
    private static final List<String> BOARDS = List.of("one", "two");

    @TempDir
    Path folder;

    private Processes processes;
    private int brokerPort;
    private int webPort;
    private Process host;

    @BeforeEach
    void startAll() throws Exception {
        processes = new Processes(folder);
        brokerPort = Processes.freePort();
        webPort = Processes.freePort();
        run("keys", "keys", "new", "k");
        for (int version = 1; version <= 2; version++) {
            run("add", "models", "add", Path.of("..", "models", "digits-fc2-128.onnx").toAbsolutePath().toString(), "--key",
                    "edge-dfa-data/keys/k.key", "--as", "digits/" + version);
        }
        Files.copy(folder.resolve("edge-dfa-data/models/digits/1/model.onnx"), folder.resolve("m.onnx"));
        run("token", "token", "add", "ann", "--role", "operate");
        Files.writeString(folder.resolve("token"), processes.output("token").lines().reduce((first, last) -> last).orElseThrow());
        startHost();
        for (String board : BOARDS) {
            Files.writeString(folder.resolve(board + ".toml"), """
                    [board]
                    id = "%s"
                    [model]
                    file = "m.onnx"
                    save-to = "%s-learned.onnx"
                    [learning]
                    threads = 1
                    [source]
                    rate = 100
                    [guard]
                    held-out = "digits"
                    samples = 50
                    [update]
                    server = "http://127.0.0.1:%d"
                    trusted-keys = ["edge-dfa-data/keys/k.pub"]
                    trial-s = 3
                    margin = 1.0
                    [mqtt]
                    broker = "tcp://127.0.0.1:%d"
                    """.formatted(board, board, webPort, brokerPort));
            processes.java("board", Processes.DEVICE_JAR, "run", "--config", board + ".toml");
        }
        processes.await("the boards", 90, () -> BOARDS.stream().allMatch(board -> version(board).equals("1")));
    }

    @AfterEach
    void killAll() throws InterruptedException {
        processes.close();
    }

    private void startHost() throws IOException {
        host = processes.java("host", Processes.HOST_JAR, "serve", "--mqtt-port", Integer.toString(brokerPort), "--web-port",
                Integer.toString(webPort));
    }

    private void run(String name, String... command) throws Exception {
        Process process = processes.java(name, Processes.HOST_JAR, command);
        process.waitFor(60, TimeUnit.SECONDS);
        assertEquals(0, process.exitValue(), () -> processes.output(name));
    }

    private String version(String board) {
        return processes.board(webPort, board).map(found -> found.get("modelVersion")).filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString).orElse("");
    }

    private JsonObject rollout() throws Exception {
        run("list", "rollout", "list", "--url", "http://127.0.0.1:" + webPort, "--json", folder.resolve("list.json").toString());
        return JsonParser.parseString(Files.readString(folder.resolve("list.json"))).getAsJsonObject().getAsJsonArray("items").get(0)
                .getAsJsonObject();
    }

    @Test
    void shouldBringAModelToAllBoardsAlsoWhenTheHostIsKilledOnTheWay() throws Exception {
        run("rollout", "rollout", "--model", "digits/2", "--canary", "50%", "--url", "http://127.0.0.1:" + webPort, "--token-file", "token");
        processes.await("a canary with the new model", 90, () -> BOARDS.stream().anyMatch(board -> version(board).equals("2")));
        Processes.kill(host);
        startHost();
        processes.await("the new model on both boards", 120, () -> BOARDS.stream().allMatch(board -> version(board).equals("2")));
        for (int i = 0; i < 30 && rollout().get("state").getAsString().equals("running"); i++) {
            TimeUnit.SECONDS.sleep(1);
        }
        assertEquals("finished: 2 of 2 boards took it", rollout().get("state").getAsString() + ": " + rollout().get("reason").getAsString());
    }
}
