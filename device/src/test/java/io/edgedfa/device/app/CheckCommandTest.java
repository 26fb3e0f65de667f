package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code check} with options that win over the file, on the shipped profiles, and what it says of hardware and cost. */
class CheckCommandTest {
    private static final String BROKER = "tcp://127.0.0.1:1";

    @TempDir
    Path folder;

    private Path model;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeModel() throws IOException {
        model = folder.resolve("m.onnx");
        Network network = Network.dense(List.of(784, 12, 10), Layer.activation("tanh"), List.of());
        ModelFile.write(model, new Model("m", 1, network,
                InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(1)), new Provenance(Map.of())));
    }

    /** What is printed, in order. */
    private List<String> check(String toml, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("check", "--config", Files.writeString(folder.resolve("board.toml"), toml).toString()));
        args.addAll(List.of(options));
        CommandLine line = new CommandLine();
        assertEquals(0, line.code(args), err.toString());
        return line.printed();
    }

    private final class CommandLine {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

        int code(List<String> args) {
            PrintStream before = System.out;
            System.setOut(new PrintStream(printed, true));
            try {
                return Main.commandLine().setErr(new PrintWriter(err, true)).execute(args.toArray(String[]::new));
            } finally {
                System.setOut(before);
            }
        }

        List<String> printed() {
            return printed.toString().lines().toList();
        }
    }

    private static String line(List<String> printed, String name) {
        return printed.stream().filter(line -> line.startsWith(name + " ")).findFirst().orElseThrow().substring(9);
    }

    @Test
    void shouldPreferTheOptionsAndSayThatTheyWereGiven() throws IOException {
        List<String> printed = check("[model]\nfile = \"none.onnx\"\n[mqtt]\nbroker = \"ssl://elsewhere\"\n",
                "--model", model.toString(), "--broker", BROKER, "--trainable-from", "Tanh_1");
        assertTrue(line(printed, "model.file").matches(".*\"" + model + "\" +# --model"), printed.toString());
        assertTrue(line(printed, "mqtt.broker").endsWith("# --broker"), printed.toString());
        assertTrue(printed.stream().anyMatch(line -> line.matches("model.trainable-from .*# --trainable-from")), printed.toString());
        assertTrue(line(printed, "broker").startsWith(BROKER + ": away"), printed.toString());
    }

    @Test
    void shouldSaveBesideTheGivenModelAlsoWhenItIsRelativeToTheWorkingDirectory() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(model.toRealPath());
        List<String> printed = check("", "--model", relative.toString(), "--broker", BROKER);
        assertTrue(printed.stream().anyMatch(line -> line.matches("model.save-to .*"
                + relative.toAbsolutePath().resolveSibling("learned-m.onnx") + ".*")),
                printed.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--broker | http://x | --broker = http://x; allowed: tcp://HOST[:PORT] or ssl://HOST[:PORT]",
        "--model | FOLDER/none.onnx | --model = FOLDER/none.onnx: FOLDER/none.onnx: does not exist; allowed: an ONNX file",
        "--trainable-from | fc7 | --model = FOLDER/m.onnx: FOLDER/m.onnx: trainable-from = 'fc7' is no tensor or node on the way from input to output; nearest place that works: 'input'",
    })
    void shouldNameTheOptionThatIsRefused(String option, String value, String expected) throws IOException {
        Files.writeString(folder.resolve("board.toml"), "");
        List<String> args = new ArrayList<>(List.of("check", "--config", folder.resolve("board.toml").toString()));
        Map.of("--model", model.toString(), "--broker", BROKER).forEach((each, usual) -> {
            if (!each.equals(option)) {
                args.addAll(List.of(each, usual));
            }
        });
        args.addAll(List.of(option, value.replace("FOLDER", folder.toString())));
        assertEquals(2, new CommandLine().code(args));
        assertEquals(expected.replace("FOLDER", folder.toString()), err.toString().strip());
    }

    static Stream<Path> profiles() throws IOException {
        return Files.list(Path.of("..", "firmware-config", "boards")).sorted();
    }

    @Test
    void shouldShipAProfileOfEachKindOfBoard() throws IOException {
        assertEquals(List.of("generic-arm64.toml", "generic-x86_64.toml", "jetson-agx-orin.toml", "jetson-nano.toml", "jetson-orin-nano.toml",
                "jetson-orin-nx.toml", "jetson-thor.toml", "jetson-xavier-nx.toml", "raspberry-pi-4.toml", "raspberry-pi-5.toml"),
                profiles().map(file -> file.getFileName().toString()).toList());
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shouldAcceptEveryShippedProfileAlthoughItsHardwareIsElsewhere(Path profile) throws IOException {
        List<String> printed = check(Files.readString(profile), "--quiet", "--model", model.toString(), "--broker", BROKER);
        assertTrue(line(printed, "hardware").contains(": linux-"), printed.toString());
        assertTrue(line(printed, "cost").contains(" operations and "), printed.toString());
        assertEquals(folder.resolve("board.toml") + ": ok: board ", printed.get(printed.size() - 1).replaceFirst("(: ok: board ).*", "$1"));
    }

    @Test
    void shouldCountAStepAndPredictFromTheFactsOfTheHardware() throws IOException {
        // Forward and update of 784 x 12 and 12 x 10, feedback 10 x 12, all of 4 samples, two operations each.
        long operations = 2 * 4 * (2 * (784 * 12 + 12 * 10) + 10 * 12);
        long parameters = 784 * 12 + 12 + 12 * 10 + 10;
        long values = 2 * parameters + 4 * 784 + 1 + 2 * 4 * (12 + 10);
        String counted = line(check("[learning]\nbatch = 4\n", "--quiet", "--model", model.toString(), "--broker", BROKER), "cost");
        assertTrue(counted.matches(operations + " operations and \\d+ bytes per step of 4 samples"), counted);
        long bytes = Long.parseLong(counted.split(" ")[3]);
        assertTrue(bytes > 4 * values && bytes < 4 * values + 4 * 10 * 12 + 200, bytes + " beside " + 4 * values);

        String facts = "[learning]\nbatch = 4\n[hardware]\ngbytes-per-s = 100\ngflops = 0.1\nwatts = 10\n";
        String predicted = line(check(facts, "--quiet", "--model", model.toString(), "--broker", BROKER), "cost");
        assertEquals(counted + "; prediction, not measured: at most %.0f steps/s, %.3g J per step".formatted(1e8 / operations,
                10 * operations / 1e8), predicted);
    }

    @Test
    void shouldPredictNothingForABoardThatDoesNotLearn() throws IOException {
        assertEquals("no training step: frozen", line(check("[learning]\nrule = \"frozen\"\n[hardware]\ngflops = 1\ngbytes-per-s = 1\n",
                "--quiet", "--model", model.toString(), "--broker", BROKER), "cost"));
    }
}
