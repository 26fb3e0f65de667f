package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DrawnDigits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of source as a site would use it: a real board process with real files, pipes and a real broker. */
class SourcesIT {
    private static final Dataset DIGITS = DrawnDigits.train(DrawnDigits.DEFAULT_SEED);

    @TempDir
    Path folder;

    @BeforeEach
    void copyModel() throws IOException {
        Files.copy(Path.of("..", "models", "digits-fc2-128.onnx"), folder.resolve("m.onnx"));
    }

    private Path config(String source, String more) throws IOException {
        return Files.writeString(folder.resolve("board.toml"), """
                [model]
                file = "m.onnx"
                class-names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
                [learning]
                learning-rate = 0.05
                batch = 4
                [predictions]
                to = "predictions.jsonl"
                [store]
                checkpoint-interval-s = 0.1
                [mqtt]
                broker = "tcp://127.0.0.1:1"
                [source]
                """ + source + "\n" + more);
    }

    private List<JsonObject> predictions() {
        try {
            return Files.readAllLines(folder.resolve("predictions.jsonl")).stream()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private void awaitPredictions(BoardProcess board, int count) throws InterruptedException {
        board.await(count + " predictions", () -> predictions().size() >= count);
        assertEquals(count, predictions().size());
    }

    /** Stops the board. @return updates of its last checkpoint */
    private long stop(BoardProcess board) throws Exception {
        assertTrue(board.terminate().isPresent(), board.tail());
        Path json = folder.resolve("store.json");
        assertEquals(0, Main.commandLine().execute("store", "--config", folder.resolve("board.toml").toString(), "--json", json.toString()));
        return JsonParser.parseString(Files.readString(json)).getAsJsonObject().getAsJsonObject("facts").get("updates").getAsLong();
    }

    private static String name(int label) {
        return List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine").get(label);
    }

    private static byte[] png(int index) throws IOException {
        float[] values = new float[784];
        DIGITS.copyFeatures(index, values, 0);
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 784; i++) {
            image.getRaster().setSample(i % 28, i / 28, 0, Math.round(values[i] * 255));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static String features(int index) {
        float[] values = new float[784];
        DIGITS.copyFeatures(index, values, 0);
        StringJoiner row = new StringJoiner(",");
        for (float value : values) {
            row.add(Float.toString(value));
        }
        return row.toString();
    }

    private static String row(int index) {
        return name(DIGITS.label(index)) + "," + features(index) + "\n";
    }

    /** As a careful writer does it: under another name, then renamed. */
    private void drop(String path, byte[] content) throws IOException {
        Path file = folder.resolve("inbox").resolve(path);
        Files.createDirectories(file.getParent());
        Path part = Files.write(file.resolveSibling(file.getFileName() + ".part"), content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void shouldLearnFromPicturesInAFolderWithLateLabelsAndPutBadOnesAside() throws Exception {
        Files.createDirectories(folder.resolve("inbox"));
        for (int i = 0; i < 8; i++) {
            drop(name(DIGITS.label(i)) + "/" + i + ".png", png(i));
        }
        drop("three/broken.png", "no picture".getBytes(StandardCharsets.UTF_8));
        for (int i = 8; i < 12; i++) {
            drop("later-" + i + ".png", png(i));
        }
        Path config = config("type = \"folder\"\npath = \"inbox\"", "[input]\nshape = [1, 28, 28]\n");
        try (BoardProcess board = BoardProcess.run(config)) {
            awaitPredictions(board, 12);
            assertTrue(predictions().stream().anyMatch(p -> p.has("id") && p.get("id").getAsString().equals("later-8.png")
                    && p.has("name") && p.get("confidence").getAsDouble() > 0));
            for (int i = 8; i < 12; i++) {
                drop("later-" + i + ".png.label", name(DIGITS.label(i)).getBytes(StandardCharsets.UTF_8));
            }
            Path bad = folder.resolve("inbox/bad/three");
            board.await("the bad picture put aside", () -> Files.exists(bad.resolve("broken.png")) && Files.exists(bad.resolve("broken.png.reason")));
            board.await("the pictures put aside", () -> Files.exists(folder.resolve("inbox/done/later-11.png"))
                    && Files.notExists(folder.resolve("inbox/later-11.png.label")));
            Thread.sleep(300); // the last label is learned by the next look
            assertEquals(3, stop(board), "12 labelled pictures make three batches of four");
            assertTrue(board.said(line -> line.startsWith("rejected 1 samples or labels (last: ") && line.contains("broken.png")), board.tail());
        }
    }

    @Test
    void shouldFollowAGrowingTableAndGoOnWhereItStoppedAfterAKill() throws Exception {
        Path table = folder.resolve("rows.csv");
        Files.writeString(table, row(0) + row(1) + row(2) + row(3));
        Path config = config("type = \"csv\"\npath = \"rows.csv\"", "");
        try (BoardProcess board = BoardProcess.run(config)) {
            awaitPredictions(board, 4);
            Files.writeString(table, row(4) + row(5) + row(6) + row(7).substring(0, 100), StandardOpenOption.APPEND);
            awaitPredictions(board, 7); // half a row is none
            Files.writeString(table, row(7).substring(100), StandardOpenOption.APPEND);
            awaitPredictions(board, 8);
            Thread.sleep(500); // several checkpoints
            board.kill();
        }
        Files.writeString(table, row(8) + row(9) + row(10) + row(11), StandardOpenOption.APPEND);
        try (BoardProcess board = BoardProcess.run(config)) {
            awaitPredictions(board, 12);
            Thread.sleep(300);
            assertEquals(3, stop(board));
        }
    }

    @Test
    void shouldReadANamedPipeWhoseWritersComeAndGo() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor());
        Path config = config("type = \"csv\"\npath = \"pipe\"", "");
        try (BoardProcess board = BoardProcess.run(config)) {
            for (int writer = 0; writer < 3; writer++) {
                try (OutputStream pipe = Files.newOutputStream(folder.resolve("pipe"))) {
                    for (int i = 0; i < 4; i++) {
                        pipe.write(row(4 * writer + i).getBytes(StandardCharsets.UTF_8));
                    }
                }
                awaitPredictions(board, 4 * (writer + 1));
            }
            Thread.sleep(300);
            assertEquals(3, stop(board));
        }
    }

    @Test
    void shouldReadStandardInputWithIdsAndLateLabelsAndEndWithIt() throws Exception {
        Path config = config("type = \"csv\"\npath = \"-\"\nids = true", "");
        try (BoardProcess board = BoardProcess.run(config)) {
            OutputStream input = board.input();
            for (int i = 0; i < 4; i++) {
                input.write(("n" + i + ",," + features(i) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            input.flush();
            awaitPredictions(board, 4);
            assertEquals("n3", predictions().get(3).get("id").getAsString());
            for (int i = 0; i < 4; i++) {
                input.write(("n" + i + "," + name(DIGITS.label(i)) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            input.close();
            assertEquals(0, board.awaitEnd(20), board.tail());
            assertTrue(board.said(line -> line.startsWith("stopped after 4 samples; saved")), board.tail());
            assertTrue(Files.exists(folder.resolve("learned-m.onnx")));
        }
    }

    @Test
    void shouldLearnFromMessagesAndPublishPredictions() throws Exception {
        try (Mosquitto broker = Mosquitto.start(folder.resolve("broker"))) {
            MqttClient site = new MqttClient(broker.uri().toString(), "site", new MemoryPersistence());
            LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
            site.connect();
            site.subscribe("line/predictions", 1, (topic, message) -> heard.add(new String(message.getPayload(), StandardCharsets.UTF_8)));
            Path config = config("type = \"mqtt\"\ntopic = \"line/samples/+\"",
                    "[site]\nbroker = \"" + broker.uri() + "\"\n[input]\nshape = [1, 28, 28]\n").toAbsolutePath();
            Files.writeString(config, Files.readString(config).replace("to = \"predictions.jsonl\"", "topic = \"line/predictions\""));
            try (BoardProcess board = BoardProcess.run(config)) {
                board.awaitLine("event 1 start");
                String first = null;
                for (int i = 0; i < 100 && first == null; i++) { // until the board has subscribed
                    publish(site, "line/samples/a", "{\"id\":\"x\",\"features\":[" + features(0) + "]}");
                    first = heard.poll(100, TimeUnit.MILLISECONDS);
                }
                assertTrue(JsonParser.parseString(first).getAsJsonObject().has("micros"), first);
                publish(site, "line/samples/a", "{\"id\":\"x\",\"label\":\"" + name(DIGITS.label(0)) + "\"}");
                publish(site, "line/samples/a", "{\"label\":" + DIGITS.label(1) + ",\"features\":[" + features(1) + "]}");
                String image = Base64.getEncoder().encodeToString(png(2));
                publish(site, "line/samples/a", "{\"label\":\"" + name(DIGITS.label(2)) + "\",\"image\":\"" + image + "\"}");
                site.publish("line/samples/" + name(DIGITS.label(3)), png(3), 1, false);
                publish(site, "line/samples/a", "{\"features\":[1,2]}");
                board.await("three more predictions", () -> heard.size() >= 3);
                Thread.sleep(300);
                assertEquals(1, stop(board), "four labelled samples make a batch");
            }
            site.disconnectForcibly(0, 200);
            site.close(true);
        }
    }

    private static void publish(MqttClient site, String topic, String payload) throws Exception {
        site.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }
}
