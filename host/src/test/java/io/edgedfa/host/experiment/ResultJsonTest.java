package io.edgedfa.host.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultJsonTest {

    private static final RunProvenance PROVENANCE = new RunProvenance("1.0", "vm 17", "linux-amd64", "Some CPU", 2, "stripes",
            new RunProvenance.Hashes("aa", "bb"), 5, "2026-01-02T03:04:05Z", "Some card");
    private static final TrainResult RESULT = TrainResult.of(Stripes.settings("dfa", "adam", 1e-4, 64, 2, 5),
            List.of(new EpochScore(1, 6.97, 0.28438677903, 12.5, List.of()), new EpochScore(2, 100.0 * 1 / 3, 1e-9, 100, List.of(88.5, 45.0))), PROVENANCE);

    @Test
    void shouldHaveAllFieldsInOrder() {
        JsonObject json = JsonParser.parseString(ResultJson.write(RESULT)).getAsJsonObject();
        assertEquals(List.of("settings", "epochs", "best", "last", "provenance"), List.copyOf(json.keySet()));
        assertEquals(List.of("data", "net", "rule", "feedback", "optimizer", "learningRate", "batch", "epochs", "seed", "activation",
                "init", "loss", "engine", "threads", "samples", "angles"), keys(json, "settings"));
        assertEquals(Set.of("epoch", "testErrorPercent", "trainLoss", "seconds", "angleDegrees"),
                json.getAsJsonArray("epochs").get(0).getAsJsonObject().keySet());
        assertEquals(List.of("epoch", "testErrorPercent"), keys(json, "best"));
        assertEquals(List.of("epoch", "testErrorPercent"), keys(json, "last"));
        assertEquals(List.of("productVersion", "java", "osArch", "cpu", "cores", "dataName", "dataSha256", "seed", "date",
                "device"),
                keys(json, "provenance"));
    }

    @Test
    void shouldWriteNumbersForPeople() {
        String json = ResultJson.write(RESULT);
        for (String line : List.of("\"learningRate\": 0.0001,", "\"testErrorPercent\": 6.97,", "\"trainLoss\": 0.2843868,",
                "\"testErrorPercent\": 33.33333,", "\"trainLoss\": 0.000000001,", "\"seconds\": 100,", "\"seconds\": 12.5,", "\"angleDegrees\": []")) {
            assertTrue(json.contains(line), line + " is not in " + json);
        }
    }

    @Test
    void shouldReadWhatItWrites() {
        String json = ResultJson.write(RESULT);
        assertEquals(json, ResultJson.write(ResultJson.read(json)));
        assertEquals(PROVENANCE, ResultJson.read(json).provenance());
    }

    @Test
    void shouldTakeBestFromLowestAndLastFromEnd() {
        assertEquals(new TrainResult.Mark(1, 6.97), RESULT.best());
        assertEquals(2, RESULT.last().epoch());
    }

    @Test
    void shouldNameProcessorWhenSystemTells(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n");
        assertEquals("Some CPU @ 2 GHz", RunProvenance.cpu(file));
    }

    @Test
    void shouldNameArchitectureWhenSystemDoesNotTell(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nBogoMIPS\t: 108.00\n");
        assertEquals(System.getProperty("os.arch"), RunProvenance.cpu(file));
        assertEquals(System.getProperty("os.arch"), RunProvenance.cpu(folder.resolve("missing")));
    }

    private static List<String> keys(JsonObject json, String member) {
        return List.copyOf(json.getAsJsonObject(member).keySet());
    }
}
