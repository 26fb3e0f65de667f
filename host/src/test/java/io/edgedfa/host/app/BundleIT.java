package io.edgedfa.host.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real packages of the built program: one for one board with an ARM processor, made twice, and one for any PC. */
class BundleIT {
    private static final long MOST_BYTES = 25L << 20; // as the image itself, without Java and ND4J
    private static final String ARM = "edge-dfa-device_0.1.0+3_arm64";
    private static final String PC = "edge-dfa-device_0.1.0_amd64";

    @TempDir
    private static Path folder;
    private static String said;
    private static JsonObject json;
    private static Path root;

    @BeforeAll
    static void make() throws Exception {
        Path model = Files.copy(Path.of("..", "models", "digits-fc2-128.onnx"), folder.resolve("digits.onnx"));
        Files.writeString(folder.resolve("digits-held-out.csv"), "0" + ",0".repeat(784) + "\n");
        for (String out : List.of("first", "again")) {
            said = bundle(out, model, "--board", "jetson-nano", "--broker", "ssl://broker.example:8883", "--enroll", "board-7", "--group", "plant",
                    "--revision", "3");
        }
        json = JsonParser.parseString(Files.readString(folder.resolve("again.json"))).getAsJsonObject();
        bundle("pc", model, "--board", "generic-x86_64", "--broker", "tcp://broker.example:1883");
        root = folder.resolve("root");
        assertEquals("", call("dpkg-deb", "-x", folder.resolve("first").resolve(ARM + ".deb").toString(), root.toString()));
    }

    private static String bundle(String out, Path model, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("bundle", "--application", Processes.DEVICE_JAR.toString(), "--model", model.toString(), "-o",
                folder.resolve(out).toString(), "--json", folder.resolve(out + ".json").toString(), "--store", folder.resolve("host.db").toString(),
                "--ca", folder.resolve("ca").toString(), "--enrolled", folder.resolve("enrolled").toString()));
        all.addAll(List.of(more));
        StringWriter text = new StringWriter();
        CommandLine line = Main.commandLine(Map.of(), folder);
        line.setOut(new PrintWriter(text, true));
        line.setErr(new PrintWriter(text, true));
        assertEquals(0, line.execute(all.toArray(String[]::new)), text.toString());
        return text.toString();
    }

    private static String call(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void shouldGiveTheSameBytesAgainAlsoForAnEnrolledBoard() throws IOException {
        for (String ending : List.of(".deb", ".tar.gz")) {
            assertEquals(-1, Files.mismatch(folder.resolve("first").resolve(ARM + ending), folder.resolve("again").resolve(ARM + ending)), ending);
        }
    }

    @Test
    void shouldKeepThePackageOfAnEnrolledBoardFromOthersAndSayWhy() throws IOException {
        for (String ending : List.of(".deb", ".tar.gz")) {
            assertEquals("rw-------", mode(folder.resolve("first").resolve(ARM + ending)));
            assertEquals("rw-r--r--", mode(folder.resolve("pc").resolve(PC + ending)));
        }
        assertTrue(said.contains("board-7's private key is in both"), said);
        assertTrue(said.contains("sudo apt install ./" + ARM + ".deb"), said);
        assertTrue(json.get("privateKey").getAsBoolean());
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void shouldInstallWhatABoardNeedsWhereItIsExpected() throws Exception {
        new TlsFiles(root.resolve("etc/edge-dfa/ca.crt"), root.resolve("etc/edge-dfa/board.crt"), root.resolve("etc/edge-dfa/board.key")).context();
        assertEquals(-1, Files.mismatch(folder.resolve("digits.onnx"), root.resolve("usr/share/edge-dfa-device/model.onnx")));
        assertTrue(Files.exists(root.resolve("usr/share/edge-dfa-device/model-held-out.csv")));
        assertTrue(Files.isExecutable(root.resolve("usr/bin/edge-dfa-device").toRealPath()));
        assertTrue(Files.readString(root.resolve("lib/systemd/system/edge-dfa-device.service.d/board.conf")).contains("MemoryMax=768M"));
        assertTrue(Files.readString(root.resolve("lib/systemd/system/edge-dfa-device.service")).contains("ExecStart="
                + "/usr/lib/edge-dfa-device/bin/edge-dfa-device run --config /etc/edge-dfa/board.toml\n"));
        assertFalse(Files.exists(root.resolve("var")), "made by postinst");
        assertEquals("/etc/edge-dfa/board.crt\n/etc/edge-dfa/board.key\n/etc/edge-dfa/board.toml\n/etc/edge-dfa/ca.crt\n",
                call("dpkg-deb", "-I", folder.resolve("first").resolve(ARM + ".deb").toString(), "conffiles"));
        assertEquals("adduser, libc6 (>= 2.27), libgcc-s1 | libgcc1, libstdc++6, openjdk-17-jre-headless | java17-runtime-headless\n",
                call("dpkg-deb", "-f", folder.resolve("first").resolve(ARM + ".deb").toString(), "Depends"));
    }

    @Test
    void shouldRefuseABoardWhoseSystemHasAnOlderCLibraryThanTheProgramNeeds() throws IOException {
        Path old = Files.writeString(folder.resolve("old.toml"), "[hardware]\nplatform = \"linux-arm64\"\nglibc = \"2.17\"\n");
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(Map.of(), folder);
        line.setErr(new PrintWriter(err, true));
        assertEquals(2, line.execute("bundle", "--application", Processes.DEVICE_JAR.toString(), "--board", old.toString(), "--broker", "tcp://h:1883",
                "--model", folder.resolve("digits.onnx").toString(), "-o", folder.resolve("old").toString()));
        assertEquals("error: the program needs glibc 2.27; allowed: at most hardware.glibc = 2.17 of the board's system\n", err.toString());
        try (Stream<Path> made = Files.list(folder.resolve("old"))) {
            assertEquals(0, made.count());
        }
    }

    @Test
    void shouldTakeNoMoreRoomThanPromised() throws IOException {
        assertTrue(json.getAsJsonObject("deb").get("bytes").getAsLong() <= MOST_BYTES, json.toString());
        long image = 0;
        try (Stream<Path> files = Files.walk(root.resolve("usr/lib"))) {
            for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList()) {
                image += Files.size(file);
            }
        }
        assertTrue(image <= MOST_BYTES, image + " bytes");
    }

    @Test
    void shouldHaveNothingThatLintianCallsAnError() throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/lintian"));
        assertTrue(there || !"true".equals(System.getenv("CI")), "CI lacks lintian");
        assumeTrue(there, "skipped: there is no /usr/bin/lintian");
        String found = call("lintian", "--allow-root", "--fail-on", "none", folder.resolve("first").resolve(ARM + ".deb").toString(),
                folder.resolve("pc").resolve(PC + ".deb").toString());
        assertEquals(List.of(), found.lines().filter(line -> !line.startsWith("N:")).toList());
    }

    @Test
    void shouldSayWhatItMadeForPrograms() {
        assertEquals("0.1.0+3 arm64 board-7 ort", json.get("version").getAsString() + " " + json.get("architecture").getAsString() + " "
                + json.get("board").getAsString() + " " + json.get("engine").getAsString());
        assertNotNull(json.get("installedBytes"));
        assertEquals(folder.resolve("again").resolve(ARM + ".deb").toString(), json.getAsJsonObject("deb").get("file").getAsString());
    }
}
