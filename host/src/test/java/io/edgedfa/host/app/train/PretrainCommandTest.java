package io.edgedfa.host.app.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.host.app.Main;
import io.edgedfa.host.data.IdxFiles;
import io.edgedfa.network.Block;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code pretrain} on images of 2 x 2, and on a few drawn digits. */
class PretrainCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String data;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        data = IdxFiles.write(folder.resolve("tiny")).toString();
        model = folder.resolve("models/tiny.onnx");
    }

    @Test
    void shouldPrintOneLinePerEpochAndWhereTheModelIs() {
        assertEquals(0, pretrain("--reconstruction", "1"), err.toString());
        List<String> lines = out.toString().lines().filter(line -> !line.startsWith("collapse: ")).toList();
        assertTrue(lines.get(0).matches("epoch 1: loss of discriminator \\d\\.\\d{4}, of generator \\d\\.\\d{4}, reconstruction error \\d\\.\\d{4},"
                + " taken for real: \\d+% of real, \\d+% of generated, diversity \\d+%, \\d+\\.\\d s"), lines.get(0));
        assertEquals(List.of("comparing the start with a random one ...", "Written to " + model + ": 16 parameters, " + size() + " bytes"),
                lines.subList(2, 4));
        assertEquals("", err.toString());
    }

    private long size() {
        try {
            return Files.size(model);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldWriteAModelOfPretrainedBlocksAndAHead() {
        assertEquals(0, pretrain(), err.toString());
        Model written = ModelFile.read(model);
        assertEquals("tiny", written.id());
        assertEquals(List.of("block1", "head"), written.network().blocks().stream().map(Block::name).toList());
        Map<String, String> entries = written.provenance().entries();
        assertEquals("adversarial", entries.get("pretraining"));
        assertEquals("tiny/train", entries.get(Provenance.DATA));
        assertEquals(64, entries.get(Provenance.DATA_SHA256).length());
        assertEquals("fc1-2", entries.get("net"));
        assertEquals("1", entries.get(Provenance.SEED));
        assertTrue(Double.parseDouble(entries.get("discriminator_loss")) > 0);
    }

    @Test
    void shouldLeaveModelCardAndPicturesAndNoCheckpoint() throws IOException {
        assertEquals(0, pretrain(), err.toString());
        try (var files = Files.list(model.getParent())) {
            assertEquals(List.of("tiny-images", "tiny.md", "tiny.onnx"), files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        try (var files = Files.list(model.getParent().resolve("tiny-images"))) {
            assertEquals(List.of("epoch-001.png", "epoch-002.png"), files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void shouldSayOnTheCardWhatTheModelIs() throws IOException {
        assertEquals(0, pretrain("--reconstruction", "0.25"), err.toString());
        String card = Files.readString(model.resolveSibling("tiny.md"));
        for (String part : List.of("# tiny.onnx\n", "`fc1-2`", "; 0.25 of its loss is the reconstruction error",
                Dataset.sha256Of(Files.readAllBytes(model)),
                "| bytes ", "| " + size() + " ", "| 16 ", "block1, head", "unknown, the user's own data", "](tiny-images/epoch-002.png)",
                "java -jar host/target/edge-dfa-host.jar pretrain --data " + data + " --net fc1-2 --discriminator 3 --reconstruction 0.25"
                        + " --learning-rate 0.01 ", " -o " + model + "\n")) {
            assertTrue(card.contains(part), part + " in " + card);
        }
    }

    /** The card's command, run as it stands. */
    @Test
    void shouldMakeTheSameModelWhenTheCardsCommandIsRun() throws IOException {
        assertEquals(0, pretrain("--reconstruction", "0.25"), err.toString());
        byte[] first = Files.readAllBytes(model);
        String card = Files.readString(model.resolveSibling("tiny.md"));
        String command = card.lines().filter(line -> line.startsWith("java -jar ")).findFirst().orElseThrow();
        Files.delete(model);
        List<String> words = List.of(command.split(" "));
        assertEquals(0, execute(words.subList(3, words.size())), err.toString());
        assertArrayEquals(first, Files.readAllBytes(model));
    }

    @Test
    void shouldCompareWithARandomStartWhereThereAreLabels() {
        assertEquals(0, execute(List.of("pretrain", "--data", "digits", "--net", "fc1-8", "--discriminator", "4", "--samples", "64", "--epochs",
                "1", "--threads", "1", "-o", model.toString())), err.toString());
        List<String> lines = out.toString().lines().filter(line -> line.contains(" labels, ")).toList();
        assertEquals(4, lines.size(), out.toString());
        assertTrue(lines.get(0).matches("100 labels, bp: accuracy \\d+\\.\\d% from this start, \\d+\\.\\d% from a random one"), lines.get(0));
        assertTrue(lines.get(3).startsWith("1000 labels, dfa: "), lines.get(3));
    }

    @Test
    void shouldWriteResultWhenJsonIsAskedFor() throws IOException {
        Path json = folder.resolve("new/out.json");
        assertEquals(0, pretrain("--json", json.toString()), err.toString());
        JsonObject result = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertEquals(List.of("settings", "epochs", "collapsed", "comparison", "model", "provenance"), List.copyOf(result.keySet()));
        assertEquals(2, result.getAsJsonArray("epochs").size());
        assertEquals(Dataset.sha256Of(Files.readAllBytes(model)), result.getAsJsonObject("model").get("sha256").getAsString());
    }

    @ParameterizedTest
    @CsvSource({
        "--net, fc1, '--net ''fc1'' is unknown; allowed: fcN-UNITS'",
        "--net, 4-2, '--net ''4-2'' has no block before its last one; allowed: at least one to pretrain'",
        "--net, 5-3-2, '--net ''5-3-2'' takes 5 values'",
        "--discriminator, x, '--discriminator ''x'' is unknown; allowed: mlp'",
        "--discriminator, cnn, '--discriminator ''cnn'' takes images of at least 4x4 pixels; the data has 2x2'",
        "--reconstruction, 1.5, '--reconstruction = 1.5, allowed: 0 to 1'",
        "--reconstruction, NaN, '--reconstruction = NaN, allowed: 0 to 1'",
        "--learning-rate, 0, '--learning-rate = 0.0, allowed: 1e-12 to 1e6'",
        "--discriminator-learning-rate, 1e7, '--discriminator-learning-rate = 1.0E7, allowed: 1e-12 to 1e6'",
        "--batch, 7, '--batch = 7, allowed: 1 to 6, the training samples of tiny/train'",
        "--epochs, 0, '--epochs = 0, allowed: 1 to 100000'",
        "--samples, 7, '--samples = 7, allowed: 1 to 6, the size of tiny/train'",
        "--activation, x, '--activation ''x'' is unknown; allowed: tanh, relu'",
        "--init, x, '--init ''x'' is unknown; allowed: kaiming, framework'",
        "--engine, x, '--engine ''x'' is unknown; allowed: auto, nd4j, ort'",
        "--threads, -1, '--threads = -1, allowed: 0 to 1024'",
        "--data, nowhere, '--data ''nowhere'' is unknown; allowed: mnist, digits, or a folder'",
        "-o, model.bin, '--output model.bin, allowed: a file whose name ends in .onnx'",
        "-o, .onnx, '--output .onnx, allowed: a file whose name ends in .onnx'",
        "--nonsense, 1, 'Unknown options: ''--nonsense'''",
    })
    void shouldRefuseInOneLineWhenValueIsBad(String option, String value, String expected) {
        assertEquals(2, pretrain(option, value));
        assertOneLine(expected);
        assertFalse(Files.exists(model));
    }

    @Test
    void shouldRefuseBeforeWorkWhenTheModelCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(2, pretrain("-o", file.resolve("model.onnx").toString()));
        assertOneLine("--output " + file.resolve("model.onnx") + " cannot be written");
    }

    @Test
    void shouldAskForTheOutput() {
        assertEquals(2, execute(List.of("pretrain", "--data", data)));
        assertOneLine("Missing required option: '--output=NAME.onnx'");
    }

    @Test
    void shouldRefuseACheckpointThatIsDamaged() throws IOException {
        Files.createDirectories(model.getParent());
        Path checkpoint = Files.writeString(model.resolveSibling("tiny.checkpoint"), "rubbish that is longer than the magic");
        assertEquals(2, pretrain());
        assertOneLine("--output: " + checkpoint + " is no checkpoint; remove it to start anew");
    }

    @Test
    void shouldFailAndLeaveNoModelWhenItDiverges() {
        assertEquals(1, pretrain("--learning-rate", "1e6", "--discriminator-learning-rate", "1e6", "--discriminator", "8-8-8-8-8-8-8-8",
                "--epochs", "50"));
        assertOneLine("error: training diverged: ");
        assertFalse(Files.exists(model));
        assertFalse(Files.exists(model.resolveSibling("tiny.md")));
    }

    @Test
    void shouldExplainEveryOptionWhenHelpIsAskedFor() {
        assertEquals(0, execute(List.of("pretrain", "--help")));
        for (String option : List.of("--data", "--net", "--discriminator", "--reconstruction", "--learning-rate", "--discriminator-learning-rate",
                "--batch", "--epochs", "--samples", "--seed", "--activation", "--init", "--engine", "--threads", "--json", "--output",
                "NAME.checkpoint", "conv8-16-fc64")) {
            assertTrue(out.toString().contains(option), option);
        }
    }

    private void assertOneLine(String expected) {
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("error: "), err.toString());
        assertTrue(err.toString().contains(expected), err.toString());
    }

    /** A run on the tiny files; options given replace the defaults. */
    private int pretrain(String... options) {
        Map<String, String> usual = Map.of("--data", data, "--net", "fc1-2", "--discriminator", "3", "--batch", "2", "--epochs", "2",
                "--learning-rate", "0.01", "--threads", "1", "-o", model.toString());
        List<String> arguments = new ArrayList<>(List.of("pretrain"));
        usual.forEach((name, value) -> {
            if (!List.of(options).contains(name)) {
                arguments.addAll(List.of(name, value));
            }
        });
        arguments.addAll(List.of(options));
        return execute(arguments);
    }

    private int execute(List<String> arguments) {
        CommandLine command = Main.commandLine(Map.of(), folder.resolve("home"));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments.toArray(String[]::new));
    }
}
