package io.edgedfa.host.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every {@code java -jar} command of the README, run in its order in an empty folder that looks like the repository. */
class ReadmeIT {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final int STAYS_UP_SECONDS = 5;

    @TempDir
    Path folder;

    private String mqttPort;
    private String webPort;

    @Test
    void shouldRunEveryCommandOfTheReadme() throws Exception {
        boolean data = System.getenv("EDGE_DFA_DATA") != null;
        if (!data) {
            System.out.println("skipped: EDGE_DFA_DATA is not set, so the README's MNIST command would download");
            assertNotEquals("true", System.getenv("CI"), "CI must set EDGE_DFA_DATA");
        }
        assumeTrue(data, "EDGE_DFA_DATA is not set");
        mqttPort = Integer.toString(Processes.freePort());
        webPort = Integer.toString(Processes.freePort());
        Files.createDirectories(folder.resolve("firmware-config"));
        Files.writeString(folder.resolve("firmware-config/board.toml"),
                Files.readString(REPOSITORY.resolve("firmware-config/board.toml")).replace("1883", mqttPort));
        List<String> commands = commands();
        assertEquals(15, commands.size(), commands.toString());
        try (Processes processes = new Processes(folder)) {
            for (int i = 0; i < commands.size(); i++) {
                run(processes, "command" + i, commands.get(i));
            }
        }
    }

    /** Lines of the README's sh blocks that start a jar. */
    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        boolean shell = false;
        for (String line : Files.readAllLines(REPOSITORY.resolve("README.md"))) {
            shell = line.startsWith("```") ? line.equals("```sh") : shell;
            if (shell && line.startsWith("java -jar ")) {
                commands.add(line.strip());
            }
        }
        return commands;
    }

    private void run(Processes processes, String name, String command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command.split("\\s+")));
        Path jar = REPOSITORY.resolve(words.get(2));
        List<String> arguments = new ArrayList<>(words.subList(3, words.size()));
        boolean stays = List.of("serve", "run").contains(arguments.get(0));
        if (arguments.get(0).equals("serve")) {
            arguments.addAll(List.of("--mqtt-port", mqttPort, "--web-port", webPort));
        }
        Process process = processes.start(name, java(jar, arguments), Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()));
        if (stays) {
            assertTrue(!process.waitFor(STAYS_UP_SECONDS, TimeUnit.SECONDS), command + ": ended: " + processes.output(name));
        } else {
            assertTrue(process.waitFor(300, TimeUnit.SECONDS), command + ": did not end: " + processes.output(name));
            assertEquals(0, process.exitValue(), command + ": " + processes.output(name));
        }
    }

    private static List<String> java(Path jar, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                jar.toString()));
        words.addAll(arguments);
        return words;
    }
}
