package io.edgedfa.host.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.host.app.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {
    private static final List<String> TINY = List.of("--nets", "fc1-4", "--optimizers", "sgd,adam", "--batches", "1,2",
            "--threads", "1", "--seconds", "0.01", "--rounds", "1", "--peers", "none");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintOneRowPerWorkloadWhenNoPeerIsWanted() {
        assertEquals(0, bench(TINY), err.toString());
        String table = out.toString();
        assertEquals(4, table.lines().filter(line -> line.matches("fc1-4 +dfa +(sgd|adam) +[12] +1 .*%")).count(), table);
        assertTrue(table.contains("peak with 1 thread: sgemm "), table);
        assertTrue(table.contains("Training state in MB"), table);
        assertEquals("", err.toString());
    }

    @Test
    void shouldWriteEveryFieldWhenJsonIsAskedFor() throws IOException {
        Path json = folder.resolve("new/bench.json");
        assertEquals(0, bench(TINY, "--json", json.toString(), "--memory", "--optimizers", "sgd"), err.toString());
        JsonObject result = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertEquals(Set.of("machine", "settings", "sides", "absent", "rows", "memory", "state"), result.keySet());
        JsonObject row = first(result, "rows");
        assertEquals(Set.of("net", "rule", "optimizer", "batch", "threads", "micros", "peer", "peerMicros", "ratio",
                "floorShare"), row.keySet());
        assertTrue(row.get("peer").isJsonNull());
        assertTrue(row.get("micros").getAsDouble() > 0 && row.get("floorShare").getAsDouble() > 0, row.toString());
        JsonObject memory = first(result, "memory");
        assertTrue(memory.get("failure").isJsonNull(), memory.toString());
        assertTrue(memory.get("peakResidentBytes").getAsLong() > 10_000_000, memory.toString());
        assertTrue(first(result, "state").getAsJsonObject("kept").get("weights").getAsLong() > 0);
        JsonObject peaks = result.getAsJsonObject("machine").getAsJsonArray("peaks").get(0).getAsJsonObject();
        assertTrue(peaks.get("gigaflops").getAsDouble() > 0 && peaks.get("gigabytesPerSecond").getAsDouble() > 0);
    }

    @Test
    void shouldNamePeersWhetherTheyAreThereOrNot() {
        assertEquals(0, bench(TINY, "--optimizers", "sgd", "--batches", "1", "--peers", "pytorch,nd4j"), err.toString());
        for (String peer : List.of("pytorch", "nd4j")) {
            assertTrue(out.toString().lines().anyMatch(line -> line.startsWith(peer + ": ") || line.matches("absent: " + peer
                    + " \\(.+\\); to get it: mvn .*-Pbench.*")), out.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--nets|fc1|--nets: net 'fc1' is unknown; allowed: fcN-UNITS",
        "--nets|fc1-4,fc1-4|--nets = [fc1-4, fc1-4] names one twice",
        "--rules|x|--rules: 'x' is unknown; allowed: bp, fa, dfa",
        "--optimizers|x|--optimizers: 'x' is unknown; allowed: sgd, momentum, adam",
        "--batches|0|--batches = [0], allowed: 1 to 4096 each",
        "--batches|x|'--batches' (N): 'x' is not an int",
        "--threads|257|--threads = [257], allowed: 1 to 256 each",
        "--peers|x|--peers: 'x' is unknown; allowed: pytorch, nd4j",
        "--peers|ort|--peers: 'ort' is unknown",
        "--seconds|0|--seconds = 0.0, allowed: 0.01 to 3600",
        "--rounds|-1|--rounds = -1, allowed: 0",
        "--nonsense|1|Unknown options: '--nonsense'",
    })
    void shouldRefuseInOneLineWhenValueIsBad(String option, String value, String expected) {
        assertEquals(2, bench(List.of(), option, value));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("error: ") && err.toString().contains(expected), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldRefuseBeforeMeasuringWhenJsonCannotBeWritten() {
        assertEquals(2, bench(TINY, "--json", folder.toString()));
        assertTrue(err.toString().startsWith("error: --json " + folder + " cannot be written"), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldExplainEveryOptionWhenHelpIsAskedFor() {
        assertEquals(0, bench(List.of(), "--help"));
        for (String text : List.of("--nets", "--rules", "--optimizers", "--batches", "--threads", "--peers", "--seconds",
                "--rounds", "--memory", "--quick", "--json", "floor")) {
            assertTrue(out.toString().contains(text), text);
        }
        assertTrue(!out.toString().contains("--alone"), out.toString());
    }

    private static JsonObject first(JsonObject result, String list) {
        JsonElement element = result.getAsJsonArray(list).get(0);
        return element.getAsJsonObject();
    }

    /** Options given replace the basic ones. */
    private int bench(List<String> basic, String... options) {
        List<String> arguments = new ArrayList<>(List.of("bench"));
        for (int i = 0; i + 1 < basic.size(); i += 2) {
            if (!List.of(options).contains(basic.get(i))) {
                arguments.addAll(basic.subList(i, i + 2));
            }
        }
        arguments.addAll(List.of(options));
        CommandLine command = Main.commandLine(Map.of(), folder);
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments.toArray(String[]::new));
    }
}
