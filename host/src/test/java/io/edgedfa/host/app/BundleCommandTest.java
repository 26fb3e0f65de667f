package io.edgedfa.host.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code bundle} refuses, before it makes anything. */
class BundleCommandTest {
    private static final Path MODEL = Path.of("..", "models", "digits-fc2-128.onnx");

    @TempDir
    private Path folder;

    private String refusal(Map<String, String> environment, String... changes) {
        List<String> all = new ArrayList<>(List.of("bundle"));
        Map<String, String> options = new java.util.LinkedHashMap<>(Map.of("--board", "raspberry-pi-5", "--broker", "tcp://h:1883",
                "--model", MODEL.toString(), "-o", folder.resolve("out").toString(), "--store", folder.resolve("host.db").toString(),
                "--ca", folder.resolve("ca").toString(), "--enrolled", folder.resolve("enrolled").toString()));
        for (int i = 0; i < changes.length; i += 2) {
            options.put(changes[i], changes[i + 1]);
        }
        options.forEach((name, value) -> all.addAll(value == null ? List.of() : List.of(name, value)));
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(environment, folder);
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(all.toArray(String[]::new));
        assertEquals(2, code, all + ": " + err);
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertFalse(Files.exists(folder.resolve("host.db")) || Files.exists(folder.resolve("enrolled")), "nobody is enrolled for nothing");
        return err.toString().strip();
    }

    private void assertRefused(String expected, String... changes) {
        String refusal = refusal(Map.of(), changes);
        assertTrue(refusal.contains(expected), refusal);
    }

    @Test
    void shouldNameTheOptionAndWhatIsAllowedWhenOneIsWrong() {
        assertRefused("--board = pi; allowed: generic-arm64, generic-x86_64, jetson-agx-orin, jetson-nano,", "--board", "pi");
        assertRefused("none.toml", "--board", "none.toml");
        assertRefused("'--model=FILE'", "--model", null);
        assertRefused("'--broker=URL'", "--broker", null);
        assertRefused("udp", "--broker", "udp://h:1");
        assertRefused("with --enroll needed is ssl://", "--enroll", "board-7");
        assertRefused("board is 'a/b'", "--enroll", "a/b", "--broker", "ssl://h:8883");
        assertRefused("group is ' x'", "--group", " x");
        assertRefused("--engine is cuda; allowed are ort, nd4j", "--engine", "cuda");
        assertRefused("--revision is 0; allowed are 1 to 999999", "--revision", "0");
        assertRefused("none is no folder; allowed is one that jlink has made", "--jre", folder.resolve("none").toString());
        assertRefused(MODEL + " is no jar (", "--application", MODEL.toString());
        assertTrue(refusal(Map.of("SOURCE_DATE_EPOCH", "today")).contains("SOURCE_DATE_EPOCH is today; allowed are seconds since 1970"));
    }

    @Test
    void shouldRefuseAModelThatABoardCouldNotUse() throws IOException {
        assertRefused("none.onnx: does not exist; allowed: an ONNX file", "--model", folder.resolve("none.onnx").toString());
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        assertRefused(text + ": is cut or not an ONNX file", "--model", text.toString());
        byte[] whole = Files.readAllBytes(MODEL);
        Path cut = Files.write(folder.resolve("cut.onnx"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertRefused(cut + ": is cut or not an ONNX file", "--model", cut.toString());
    }

    @Test
    void shouldRefuseAPlaceThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefused("-o: " + file.resolve("edge-dfa-device.deb") + " cannot be written", "-o", file.toString());
        assertRefused("--json: " + folder + " cannot be written", "--json", folder.toString());
    }

    @Test
    void shouldRefuseAProfileOfOnesOwnThatSaysNoPlatformOrHasWhatABundleWrites() throws IOException {
        Path own = Files.writeString(folder.resolve("own.toml"), "[hardware]\ncores = 4\n");
        assertRefused(own + ": hardware.platform is missing; allowed: linux-arm64, linux-x86_64", "--board", own.toString());
        Files.writeString(own, "[hardware]\nplatform = \"linux-arm64\"\n[mqtt]\nbroker = \"tcp://h\"\n");
        assertRefused("mqtt", "--board", own.toString());
    }

    @Test
    void shouldSayInTheHelpWhichProfilesThereAre() {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine(Map.of(), folder);
        line.setOut(new PrintWriter(out, true));
        assertEquals(0, line.execute("bundle", "--help"));
        String help = out.toString().replaceAll("\\s+", " ");
        for (String word : List.of("jetson-nano", "jetson-xavier-nx", "jetson-orin-nano", "jetson-orin-nx", "jetson-agx-orin", "jetson-thor",
                "raspberry-pi-4", "raspberry-pi-5", "generic-arm64", "generic-x86_64", "SOURCE_DATE_EPOCH", "--ca-passphrase-file", "--jre=DIR")) {
            assertTrue(help.contains(word), word + ": " + help);
        }
    }
}
