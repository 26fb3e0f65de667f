package io.edgedfa.host.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgedfa.host.app.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's steps to a board on another machine, as they stand there, line by line: {@code host$} and {@code board$} are two
 * network namespaces with a cable between them.
 */
class SecuredBoardIT {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String HEADING = "## A secured board on another machine";
    private static final String MARK = Long.toString(ProcessHandle.current().pid() % 100_000);
    private static final String HOST = "edh" + MARK;
    private static final String BOARD = "edb" + MARK;
    private static final Pattern SAMPLES = Pattern.compile("\"samples\": ?(\\d+)");

    @TempDir
    private Path folder;
    private Processes processes;

    @AfterEach
    void takeDown() throws Exception {
        if (processes != null) {
            processes.close();
        }
        run("ip", "netns", "delete", HOST);
        run("ip", "netns", "delete", BOARD);
    }

    @Test
    void shouldLearnInSightOfTheHostWhenTheStepsOfTheReadmeAreTaken() throws Exception {
        String missing = missing();
        if (missing != null) {
            System.out.println("skipped: two machines cannot be played here: " + missing);
        }
        assumeTrue(missing == null, missing);
        cable();
        Demo.pretrain(Files.createDirectories(folder.resolve("host/models")).resolve("digits.onnx"));
        configureBroker();
        Files.createDirectories(folder.resolve("board"));
        processes = new Processes(folder);
        List<String> steps = steps();
        assertTrue(steps.size() >= 6, steps.toString());
        for (int i = 0; i < steps.size(); i++) {
            take("step" + i, steps.get(i));
        }
        processes.await("the board online", 180, () -> boards().contains("\"state\":\"online\""));
        long before = samples();
        processes.await("the board learning: " + before, 60, () -> samples() > before && samples() > 0);
        assertTrue(boards().contains("\"edge\":\"board-1\""), boards());
    }

    /** What keeps this from being tried; null if nothing does. */
    private static String missing() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/sbin/mosquitto"))) {
            return "mosquitto is not installed";
        }
        if (!Files.isExecutable(Path.of("/usr/bin/curl"))) {
            return "curl is not installed";
        }
        try {
            return run("ip", "netns", "add", HOST) == 0 ? null : "ip netns is not permitted (it needs root)";
        } catch (IOException e) {
            return "ip is not installed";
        }
    }

    private static void cable() throws Exception {
        assertEquals(0, run("ip", "netns", "add", BOARD));
        assertEquals(0, run("ip", "link", "add", "h" + MARK, "netns", HOST, "type", "veth", "peer", "name", "b" + MARK, "netns", BOARD));
        for (String[] end : new String[][] {{HOST, "h" + MARK, "10.77.0.1/24"}, {BOARD, "b" + MARK, "10.77.0.2/24"}}) {
            assertEquals(0, run("ip", "-n", end[0], "address", "add", end[2], "dev", end[1]));
            assertEquals(0, run("ip", "-n", end[0], "link", "set", end[1], "up"));
            assertEquals(0, run("ip", "-n", end[0], "link", "set", "lo", "up"));
        }
    }

    private void configureBroker() throws IOException {
        Path file = Files.createDirectories(folder.resolve("host/firmware-config")).resolve("mosquitto.conf");
        Files.createDirectories(folder.resolve("kept"));
        Files.writeString(file, placed(Files.readString(REPOSITORY.resolve("firmware-config/mosquitto.conf")))
                .replace("/var/lib/mosquitto/", folder.resolve("kept") + "/") + "user root\n");
    }

    private static List<String> steps() throws IOException {
        List<String> steps = new ArrayList<>();
        boolean section = false;
        for (String line : Files.readAllLines(REPOSITORY.resolve("README.md"))) {
            section = line.startsWith("## ") ? line.equals(HEADING) : section;
            if (section && (line.startsWith("host$ ") || line.startsWith("board$ "))) {
                steps.add(line);
            }
        }
        return steps;
    }

    private void take(String name, String step) throws Exception {
        boolean host = step.startsWith("host$");
        String command = placed(step.substring(step.indexOf('$') + 2));
        if (command.startsWith("scp ")) {
            assertEquals(0, run("cp", "-rp", folder.resolve("host/board-1").toString(), folder.resolve("board").toString()));
            return;
        }
        boolean stays = command.endsWith(" &") || command.contains(" run ");
        // a JVM's usual share of this machine's memory is more than a test should take
        String line = "cd " + folder.resolve(host ? "host" : "board") + " && exec " + command.replace(" &", "")
                .replace("java -jar", Path.of(System.getProperty("java.home"), "bin", "java") + " -Xmx192m -jar");
        Process process = processes.start(command.contains(" serve ") ? "host" : command.contains(" run ") ? "board" : name,
                List.of("ip", "netns", "exec", host ? HOST : BOARD, "bash", "-c", line));
        if (stays) {
            assertTrue(!process.waitFor(1, TimeUnit.SECONDS), step + ": " + processes.output(name));
        } else {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), step);
            assertEquals(0, process.exitValue(), step + ": " + processes.output(name));
        }
    }

    private String placed(String text) {
        return text.replace("/etc/edge-dfa/", folder + "/etc/")
                .replace("host/target/edge-dfa-host.jar", Processes.HOST_JAR.toString())
                .replace("edge-dfa-device.jar", Processes.DEVICE_JAR.toString());
    }

    private String boards() {
        try {
            Process curl = new ProcessBuilder("ip", "netns", "exec", HOST, "curl", "-s", "-m", "5", "http://127.0.0.1:8080/api/boards").start();
            return new String(curl.getInputStream().readAllBytes());
        } catch (IOException e) {
            return "";
        }
    }

    private long samples() {
        Matcher samples = SAMPLES.matcher(boards());
        return samples.find() ? Long.parseLong(samples.group(1)) : -1;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
