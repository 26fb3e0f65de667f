package io.edgedfa.device.app.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.agent.Prediction;
import io.edgedfa.device.app.config.PredictionsConfig;
import io.edgedfa.stream.feed.ClassNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionWriterTest {
    private static final Prediction PREDICTION = new Prediction("a\"7", 1, 0.98765432, 42, 317);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream standardOutput = new ByteArrayOutputStream();

    private PredictionWriter writer(PredictionsConfig config, List<String> names, OutputStream out) {
        ClassNames classes = names.isEmpty() ? ClassNames.numbers(2) : new ClassNames(2, names);
        return new PredictionWriter(config, new ModelName("m", 3), classes, null, new PrintStream(out));
    }

    @Test
    void shouldWriteALineOfJsonForEachPrediction() {
        try (PredictionWriter writer = writer(new PredictionsConfig(true, null, 1_000, ""), List.of("cat", "dog"), standardOutput)) {
            writer.accept(PREDICTION);
            writer.accept(new Prediction("", 0, Double.NaN, 43, 1));
        }
        assertEquals("{\"id\":\"a\\\"7\",\"class\":1,\"name\":\"dog\",\"confidence\":0.987654,\"model\":\"m\",\"version\":3,\"updates\":42,\"micros\":317}\n"
                + "{\"class\":0,\"name\":\"cat\",\"confidence\":0.0,\"model\":\"m\",\"version\":3,\"updates\":43,\"micros\":1}\n", standardOutput.toString());
    }

    @Test
    void shouldBeginTheFileAnewWhenItIsFullAndKeepTheFormerOne() throws IOException {
        Path file = folder.resolve("p.jsonl");
        try (PredictionWriter writer = writer(new PredictionsConfig(false, file, 1_000, ""), List.of(), standardOutput)) {
            for (int i = 0; i < 25; i++) {
                writer.accept(new Prediction("n" + i, 0, 1, 1, 1));
            }
        }
        List<String> now = Files.readAllLines(file);
        List<String> former = Files.readAllLines(folder.resolve("p.jsonl.1"));
        assertTrue(Files.size(file) <= 1_000 && Files.size(folder.resolve("p.jsonl.1")) <= 1_000);
        assertTrue(now.get(now.size() - 1).contains("\"n24\""), now.toString());
        assertTrue(former.get(former.size() - 1).contains("\"n" + (24 - now.size()) + "\""), "nothing between the two is missing");
    }

    @Test
    void shouldNotHoldTheLoopUpWhenTheReaderStalls() throws InterruptedException {
        CountDownLatch stalled = new CountDownLatch(1);
        OutputStream stall = new OutputStream() {
            @Override
            public void write(int value) {
                try {
                    stalled.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        PredictionWriter writer = writer(new PredictionsConfig(true, null, 1_000, ""), List.of(), stall);
        for (int i = 0; i < 10_100; i++) {
            writer.accept(PREDICTION);
        }
        assertTrue(writer.lost() >= 99, "what does not fit is counted: " + writer.lost());
        stalled.countDown();
        writer.close();
    }

    @Test
    void shouldCountWhatAFolderThatIsNotThereCosts() {
        PredictionWriter writer = writer(new PredictionsConfig(false, folder.resolve("none/p.jsonl"), 1_000, ""), List.of(), standardOutput);
        writer.accept(PREDICTION);
        writer.close();
        assertEquals(1, writer.lost());
    }
}
