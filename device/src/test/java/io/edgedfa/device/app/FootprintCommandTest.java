package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.device.image.BoardImage;
import io.edgedfa.device.image.Product;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FootprintCommandTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int footprint(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "footprint";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return line.execute(all);
    }

    @Test
    void shouldMeasureTheInstalledProgramAndKeepItWhenAsked() throws IOException {
        Path jar = Product.pack(folder);
        Path json = folder.resolve("footprint.json");
        Path kept = folder.resolve("kept");
        assertEquals(0, footprint("--seconds", "2", "--starts", "1", "--json", json.toString(), "--keep", kept.toString(),
                "--application", jar.toString()), err::toString);
        JsonObject result = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        for (String key : List.of("residentBytes", "peakResidentBytes", "startToFirstPredictionMillis",
                "startToFirstPredictionWithArchiveMillis", "archiveBytes", "installedBytes", "samplesLearned", "stepP50Micros", "seconds",
                "starts", "batch", "cores")) {
            assertTrue(result.get(key).getAsDouble() > 0, key + " = " + result.get(key));
        }
        assertTrue(result.get("installedBytes").getAsLong() <= 25L << 20, result.get("installedBytes") + " bytes");
        assertEquals("784-1000-1000-10 tanh", result.get("network").getAsString());
        assertTrue(result.get("javaOptions").getAsJsonArray().size() > 5);
        assertTrue(Files.isExecutable(kept.resolve("image").resolve(BoardImage.LAUNCHER)));
        assertTrue(Files.notExists(kept.resolve("linux-arm64")));
    }

    @Test
    void shouldRefuseNumbersOutOfBounds() {
        assertEquals(2, footprint("--seconds", "0"));
        assertEquals("--seconds = 0; allowed: 1 to 3600 (see --help)", err.toString().strip());
    }

    @Test
    void shouldSayInOneLineThatItIsNoBuiltProgram() throws IOException {
        Path jar = Files.writeString(folder.resolve("text.jar"), "text");
        assertEquals(1, footprint("--application", jar.toString()));
        assertEquals(1, err.toString().strip().lines().count(), err::toString);
        assertTrue(err.toString().contains(jar + " cannot be read as a jar: "), err::toString);
    }
}
