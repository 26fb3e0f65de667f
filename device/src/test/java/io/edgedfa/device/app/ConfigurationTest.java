package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.app.config.BoardConfig;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code check --config}: every refusal is one line that names file, key, value and what is allowed, with exit code 2. */
class ConfigurationTest {
    private static final String BROKER = "[mqtt]\nbroker = \"tcp://127.0.0.1:1883\"\n";

    @TempDir
    Path folder;

    private Path config;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeModel() throws IOException {
        config = folder.resolve("board.toml");
        model("m.onnx", 784);
    }

    private void model(String name, int inputs) throws IOException {
        Network network = Network.dense(List.of(inputs, 12, 10), Layer.activation("tanh"), List.of());
        ModelFile.write(folder.resolve(name), new Model("m", 1, network,
                InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(1)), new Provenance(Map.of())));
    }

    private int check(String toml) throws IOException {
        Files.writeString(config, toml);
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        return line.execute("check", "--config", config.toString());
    }

    private void assertRefused(String toml, String expected) throws IOException {
        assertEquals(2, check(toml), err.toString());
        assertEquals(expected.replace("CONFIG", config.toString()).replace("FOLDER", folder.toString()), err.toString().strip());
    }

    @Test
    void shouldAcceptTheSmallestConfiguration() throws IOException {
        assertEquals(0, check("[model]\nfile = \"m.onnx\"\n" + BROKER), err.toString());
    }

    @Test
    void shouldAcceptTheShippedExampleWithEveryKey() throws IOException {
        String example = Files.readString(Path.of("..", "firmware-config", "board.toml"));
        Files.createDirectories(folder.resolve("models"));
        Files.copy(folder.resolve("m.onnx"), folder.resolve("models/digits.onnx"));
        assertEquals(0, check(example.replace("../models/", "models/")), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits\"", "idx\"\nimages = \"i\"\nlabels = \"l\"", "folder\"\npath = \"p\"", "csv\"\npath = \"p\"", "mqtt\"\ntopic = \"t\""})
    void shouldHaveEveryKeyInTheShippedExample(String source) throws IOException {
        Files.writeString(config, "[model]\nfile = \"m.onnx\"\n" + BROKER + "[site]\nbroker = \"tcp://h\"\n[source]\ntype = \"" + source + "\n");
        String table = "";
        Set<String> listed = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("..", "firmware-config", "board.toml"))) {
            String bare = line.replaceFirst("^# ", "");
            if (bare.matches("\\[\\w+\\].*")) {
                table = bare.substring(1, bare.indexOf(']'));
            } else if (bare.matches("[a-z-]+ = .*")) {
                listed.add(table + "." + bare.substring(0, bare.indexOf(' ')));
            }
        }
        for (String key : BoardConfig.read(config).settings().keySet()) {
            assertTrue(listed.contains(key), key + " is not in firmware-config/board.toml");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[learning]~leerning-rate = 0.1 | CONFIG:2: learning.leerning-rate is an unknown key; did you mean learning.learning-rate?",
        "[learning]~rule = \"fda\" | CONFIG:2: learning.rule = \"fda\"; allowed: dfa, bp, fa, sparse-dfa, ifa, sign-symmetry, sign-symmetry-unit, frozen",
        "[learning]~batch = \"many\" | CONFIG:2: learning.batch = \"many\"; allowed: an integer",
        "[learning]~batch = 0 | CONFIG:2: learning.batch = 0; allowed: 1 to 4096",
        "[learning]~batch = 5000 | CONFIG:2: learning.batch = 5000; allowed: 1 to 4096",
        "[learning]~optimizer = 3 | CONFIG:2: learning.optimizer = 3; allowed: a string",
        "[source]~rate = -1 | CONFIG:2: source.rate = -1; allowed: 0.0 to 1000000.0",
        "[source]~drift-at = 7 | CONFIG:2: source.drift-at = 7; allowed: only together with source.drift",
        "[source]~type = \"camera\" | CONFIG:2: source.type = \"camera\"; allowed: digits, idx, folder, csv, mqtt",
        "[board]~id = \"a/b\" | CONFIG:2: board.id = \"a/b\"; allowed: 1 to 128 characters without / + #",
        "[source]~topic = \"a\" | CONFIG:2: source.topic = \"a\"; allowed: only with source.type = \"mqtt\"",
        "[source]~type = \"mqtt\"~topic = \"a/#/b\" | CONFIG:3: source.topic = \"a/#/b\"; allowed: an MQTT topic filter, like line/samples or line/samples/+",
        "[source]~type = \"csv\" | CONFIG: source.path is missing; allowed: a string",
        "[source]~type = \"folder\"~path = \"nowhere\" | CONFIG:3: source.path = \"nowhere\": FOLDER/nowhere is not a folder; allowed: a folder that exists",
        "[source]~type = \"csv\"~path = \"-\"~seed = 1 | CONFIG:4: source.seed = 1; allowed: only with source.type = \"digits\" or \"idx\"",
        "[source]~type = \"csv\"~path = \"-\"~[input]~shape = [28, 28] | CONFIG:5: input.shape = [28, 28]; allowed: [channels, rows, columns] or [values], whole numbers from 1",
        "[source]~type = \"csv\"~path = \"-\"~[input]~shape = [1, 14, 14] | CONFIG:5: input.shape = [1, 14, 14]: gives 196 values; allowed: 784, the inputs of FOLDER/m.onnx",
        "[source]~type = \"csv\"~path = \"-\"~[input]~shape = [5] | CONFIG:5: input.shape = [5]: gives 5 values; allowed: 784, the inputs of FOLDER/m.onnx",
        "[input]~std = [0.0] | CONFIG:2: input.std = [0.0]; allowed: only with source.type = \"folder\", \"csv\" or \"mqtt\"",
        "[governor]~from = \"25:00\" | CONFIG:2: governor.from = \"25:00\"; allowed: a time of day, 00:00 to 23:59",
        "[governor]~from = \"22:00\" | CONFIG: governor.until (default); allowed: a time other than governor.from, or neither of both",
        "[guard]~held-out = \"nothing.csv\" | CONFIG:2: guard.held-out = \"nothing.csv\": FOLDER/nothing.csv does not exist; allowed: digits, none, a CSV file, a folder of IDX test files or of images by class",
        "[guard]~margin = 2 | CONFIG:2: guard.margin = 2; allowed: 0.0 to 1.0",
        "[replay]~bytes = 100 | CONFIG:2: replay.bytes = 100: maxBytes = 100, allowed: 31400 (one sample of 3140 bytes for each of 10 classes) to 2147483647",
        "[labels]~max-bytes = 1 | CONFIG:2: labels.max-bytes = 1; allowed: 1000 to 1073741824",
        "[predictions]~topic = \"a/+\" | CONFIG:2: predictions.topic = \"a/+\"; allowed: a topic without + and #",
        "[store]~checkpoint-interval-s = 0 | CONFIG:2: store.checkpoint-interval-s = 0; allowed: 0.1 to 86400.0",
        "[process]~cores = \"two\" | CONFIG:2: process.cores = \"two\"; allowed: core numbers like 0,2-3",
        "[site]~username = \"x\" | CONFIG:2: site.username = \"x\"; allowed: only together with site.broker",
        "[commands]~allow = [\"pause\", \"fly\"] | CONFIG:2: commands.allow = [pause, fly]; allowed: a list of pause, resume, learning-rate, checkpoint, rollback, evaluate, rebirth, restart, reload, model",
        "[report]~interval-ms = 1 | CONFIG:2: report.interval-ms = 1; allowed: 100 to 3600000",
    })
    void shouldNameKeyAndValueAndWhatIsAllowed(String lines, String expected) throws IOException {
        assertRefused(lines.replace('~', '\n') + "\n[model]\nfile = \"m.onnx\"\n" + BROKER, expected);
    }

    @Test
    void shouldNameTheLineWhenTheFileIsNotToml() throws IOException {
        assertEquals(2, check("[model\n"));
        assertTrue(err.toString().startsWith(config + ":1: not TOML: ") && err.toString().strip().lines().count() == 1, err.toString());
    }

    @Test
    void shouldRequireAModel() throws IOException {
        assertRefused(BROKER, "CONFIG: model.file is missing; allowed: a string");
    }

    @Test
    void shouldRequireABroker() throws IOException {
        assertRefused("[model]\nfile = \"m.onnx\"\n", "CONFIG: mqtt.broker is missing; allowed: a string");
    }

    @Test
    void shouldRefuseABrokerOfAnotherScheme() throws IOException {
        assertRefused("[model]\nfile = \"m.onnx\"\n[mqtt]\nbroker = \"http://x\"\n",
                "CONFIG:4: mqtt.broker = \"http://x\"; allowed: tcp://HOST[:PORT] or ssl://HOST[:PORT]");
    }

    @Test
    void shouldSayThatTheModelDoesNotExist() throws IOException {
        assertRefused("[model]\nfile = \"none.onnx\"\n" + BROKER,
                "CONFIG:2: model.file = \"none.onnx\": FOLDER/none.onnx: does not exist; allowed: an ONNX file");
    }

    @Test
    void shouldSayFromWhereTheModelCanLearn() throws IOException {
        assertRefused("[model]\nfile = \"m.onnx\"\ntrainable-from = \"fc7\"\n" + BROKER, "CONFIG:2: model.file = \"m.onnx\": FOLDER/m.onnx:"
                + " trainable-from = 'fc7' is no tensor or node on the way from input to output; nearest place that works: 'input'");
    }

    @Test
    void shouldRefuseToTakeClassesAway() throws IOException {
        assertRefused("[model]\nfile = \"m.onnx\"\nclasses = 9\n" + BROKER, "CONFIG:2: model.file = \"m.onnx\": FOLDER/m.onnx: model.classes"
                + " = 9, allowed: 10 (those of the model) to 65536");
    }

    @Test
    void shouldAcceptMoreClassesAndAPlaceToLearnFrom() throws IOException {
        assertEquals(0, check("[model]\nfile = \"m.onnx\"\nclasses = 12\ntrainable-from = \"Tanh_1\"\n" + BROKER), err.toString());
    }

    @Test
    void shouldSayThatTheModelIsCut() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("m.onnx"));
        Files.write(folder.resolve("m.onnx"), Arrays.copyOf(whole, whole.length / 2));
        assertEquals(2, check("[model]\nfile = \"m.onnx\"\n" + BROKER));
        assertTrue(err.toString().startsWith(config + ":2: model.file = \"m.onnx\": " + folder.resolve("m.onnx") + ": is cut"),
                err.toString());
    }

    @Test
    void shouldSayThatTheModelTakesAnotherInput() throws IOException {
        model("small.onnx", 100);
        assertRefused("[model]\nfile = \"small.onnx\"\n" + BROKER, "CONFIG:2: model.file = \"small.onnx\": FOLDER/small.onnx: takes 100"
                + " inputs; allowed: 784, the size of a sample of source.type = \"digits\"");
    }

    @Test
    void shouldSayThatTheDataFileIsMissing() throws IOException {
        assertEquals(2, check("[source]\ntype = \"idx\"\nimages = \"no-images\"\nlabels = \"no-labels\"\n[model]\nfile = \"m.onnx\"\n" + BROKER));
        assertTrue(err.toString().contains("no-images") && err.toString().strip().lines().count() == 1, err.toString());
    }

    @Test
    void shouldRefuseToOverwriteTheModelItStartsFrom() throws IOException {
        assertRefused("[model]\nfile = \"m.onnx\"\nsave-to = \"m.onnx\"\n" + BROKER,
                "CONFIG:3: model.save-to = \"m.onnx\"; allowed: a file other than model.file");
    }

    @Test
    void shouldRefuseAPlaceWhereTheModelCannotBeSaved() throws IOException {
        assertRefused("[model]\nfile = \"m.onnx\"\nsave-to = \"m.onnx/x.onnx\"\n" + BROKER, "CONFIG:3: model.save-to = \"m.onnx/x.onnx\";"
                + " allowed: a file in a folder that can be written, not FOLDER/m.onnx/x.onnx");
    }

    @Test
    void shouldSayThatTheStoreCannotBeMade() throws IOException {
        assertRefused("[store]\nfile = \"no-folder/s\"\n[model]\nfile = \"m.onnx\"\n" + BROKER, "CONFIG:2: store.file = \"no-folder/s\":"
                + " FOLDER/no-folder/s.check: could not be opened: its folder is not there: java.nio.file.NoSuchFileException:"
                + " FOLDER/no-folder");
    }

    @Test
    void shouldNameTheFirstRowOfATableThatCannotBeUsed() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), "1,2,3\n");
        assertEquals(2, check("[source]\ntype = \"csv\"\npath = \"rows.csv\"\n[model]\nfile = \"m.onnx\"\n" + BROKER));
        assertTrue(err.toString().startsWith(config + ":3: source.path = \"rows.csv\": ") && err.toString().contains("rows.csv")
                && err.toString().contains("785"), err.toString());
        assertEquals(1, err.toString().strip().lines().count(), err.toString());
    }

    @Test
    void shouldRefuseAHeldOutSetWithALabelThatIsNone() throws IOException {
        Files.writeString(folder.resolve("m-held-out.csv"), "11," + "0,".repeat(783) + "0\n");
        assertEquals(2, check("[model]\nfile = \"m.onnx\"\n" + BROKER));
        assertTrue(err.toString().contains("m-held-out.csv") && err.toString().contains("11"), err.toString());
        assertEquals(1, err.toString().strip().lines().count(), err.toString());
    }

    @Test
    void shouldPrintEffectiveValuesWithTheirOriginAndTryAllParts() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true));
        try {
            Files.writeString(folder.resolve("secret"), "very secret");
            assertEquals(0, check("[model]\nfile = \"m.onnx\"\n[mqtt]\nbroker = \"tcp://127.0.0.1:1\"\nusername = \"u\"\npassword-file = \"secret\"\n"),
                    err.toString());
        } finally {
            System.setOut(before);
        }
        String text = printed.toString();
        assertTrue(text.matches("(?s).*learning.batch +=.16 +# default\n.*"), text);
        assertTrue(text.matches("(?s).*model.file +=.\"m.onnx\" +# line 2\n.*"), text);
        assertTrue(text.contains("broker   tcp://127.0.0.1:1: away") && text.contains("store    ") && text.contains("source   digits/train"), text);
        assertFalse(text.contains("very secret"), text);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count(), "model, configuration, password: check leaves nothing behind");
        }
    }

    @Test
    void shouldNameAnUnknownOption() {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        assertEquals(2, line.execute("check", "--confg", "x"));
        assertEquals(1, err.toString().strip().lines().count(), err.toString());
    }

    @Test
    void shouldSayThatTheConfigurationDoesNotExist() {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        assertEquals(2, line.execute("check", "--config", folder.resolve("none.toml").toString()));
        assertEquals(folder.resolve("none.toml") + ": does not exist; allowed: a TOML file", err.toString().strip());
    }
}
