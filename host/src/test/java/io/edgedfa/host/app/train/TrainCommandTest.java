package io.edgedfa.host.app.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.data.IdxFiles;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.experiment.TrainResult;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
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

class TrainCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String data;

    @BeforeEach
    void write() throws IOException {
        data = IdxFiles.write(folder.resolve("tiny")).toString();
    }

    @Test
    void shouldPrintOneLinePerEpochAndASummary() {
        assertEquals(0, train("--net", "fc1-4", "--epochs", "2", "--batch", "4"), err.toString());
        List<String> lines = out.toString().lines().toList();
        assertEquals(3, lines.size(), out.toString());
        assertTrue(lines.get(0).matches("epoch 1: test error \\d+\\.\\d\\d%, training loss \\d\\.\\d{4}, \\d+\\.\\d s"), lines.get(0));
        assertTrue(lines.get(2).matches("fc1-4 on .*tiny, dfa, adam: test error .* after epoch 2, best .* s"), lines.get(2));
        assertEquals("", err.toString());
    }

    @Test
    void shouldWriteResultWhenJsonIsAskedFor() throws IOException {
        Path json = folder.resolve("new/out.json");
        assertEquals(0, train("--net", "fc1-4", "--epochs", "2", "--seed", "9", "--json", json.toString()), err.toString());
        TrainResult result = ResultJson.read(Files.readString(json));
        assertEquals(2, result.epochs().size());
        assertEquals(9, result.provenance().seed());
        assertEquals("fc1-4", result.settings().net());
    }

    @Test
    void shouldWriteAnAnglePerHiddenBlockAndEpochWhenAnglesAreAskedFor() throws IOException {
        Path json = folder.resolve("out.json");
        assertEquals(0, train("--net", "fc2-4", "--epochs", "2", "--rule", "fa", "--angles", "--json", json.toString()), err.toString());
        for (EpochScore score : ResultJson.read(Files.readString(json)).epochs()) {
            assertEquals(2, score.angleDegrees().size());
        }
    }

    @Test
    void shouldWriteModelWithProvenanceWhenSaveIsAskedFor() {
        Path file = folder.resolve("model.onnx");
        assertEquals(0, train("--net", "fc1-4", "--epochs", "2", "--save", file.toString()), err.toString());
        Model model = ModelFile.read(file);
        assertEquals(2, model.network().blocks().size());
        Map<String, String> entries = model.provenance().entries();
        assertEquals("dfa", entries.get(Provenance.RULE));
        assertEquals("tiny/train", entries.get(Provenance.DATA));
        assertEquals(64, entries.get(Provenance.DATA_SHA256).length());
        assertEquals("12", entries.get(Provenance.SAMPLES));
    }

    @ParameterizedTest
    @CsvSource({
        "--net, fc1, '--net ''fc1'' is unknown; allowed: fcN-UNITS'",
        "--rule, x, '--rule ''x'' is unknown; allowed: bp, fa, dfa'",
        "--optimizer, x, '--optimizer ''x'' is unknown; allowed: sgd, momentum, adam'",
        "--learning-rate, -1, '--learning-rate = -1.0, allowed: 1e-12 to 1e6'",
        "--learning-rate, x, '''--learning-rate'': ''x'' is not a double'",
        "--batch, 0, '--batch = 0, allowed: 1 to 65536'",
        "--batch, 1.5, '''--batch'': ''1.5'' is not an int'",
        "--epochs, 0, '--epochs = 0, allowed: 1 to 100000'",
        "--threads, -1, '--threads = -1, allowed: 0 to 1024'",
        "--activation, x, '--activation ''x'' is unknown; allowed: tanh, relu'",
        "--init, x, '--init ''x'' is unknown; allowed: kaiming, framework'",
        "--feedback, x, '--feedback ''x'' is unknown; allowed: kaiming-uniform, orthogonal'",
        "--samples, 7, '--samples = 7, allowed: 1 to 6, the size of tiny/train'",
        "--loss, x, '--loss ''x'' is unknown; allowed: cross-entropy, squared-error'",
        "--engine, x, '--engine ''x'' is unknown; allowed: auto, nd4j, ort'",
        "--data, nowhere, '--data ''nowhere'' is unknown; allowed: mnist, digits, or a folder'",
        "--net, 5-2, '--net ''5-2'' takes 5 values'",
        "--nonsense, 1, 'Unknown options: ''--nonsense'''",
    })
    void shouldRefuseInOneLineWhenValueIsBad(String option, String value, String expected) {
        assertEquals(2, train(option, value));
        assertOneLine(expected);
    }

    /** Two buffers of weights and moments alone are 3 GB. */
    @Test
    void shouldSayHowMuchMemoryIsNeededWhenItCannotFit() {
        assertEquals(2, train("--net", "fc2-11000"));
        assertOneLine("--net 'fc2-11000' with batch 64 needs about 2.91 GB for 1 run at a time (state 2.91 GB, ");
    }

    @Test
    void shouldRefuseBeforeTrainingWhenJsonCannotBeWritten() {
        assertEquals(2, train("--json", folder.toString()));
        assertOneLine("--json " + folder + " cannot be written");
        assertEquals("", out.toString());
    }

    @Test
    void shouldRefuseBeforeTrainingWhenModelCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(2, train("--save", file.resolve("model.onnx").toString()));
        assertOneLine("--save " + file.resolve("model.onnx") + " cannot be written");
    }

    @Test
    void shouldFailWhenTrainingDiverges() throws IOException {
        Path json = folder.resolve("out.json");
        assertEquals(1, train("--net", "fc3-50", "--rule", "bp", "--optimizer", "sgd", "--activation", "relu",
                "--learning-rate", "1e6", "--epochs", "50", "--batch", "1", "--json", json.toString()));
        assertOneLine("training diverged: ");
        assertFalse(Files.exists(json));
    }

    @Test
    void shouldFailWhenDataIsDamaged() throws IOException {
        Files.writeString(Path.of(data).resolve("train-images-idx3-ubyte"), "rubbish");
        assertEquals(1, train());
        assertOneLine("train-images-idx3-ubyte: ");
    }

    @Test
    void shouldFailWhenMnistIsNowhere() {
        assertEquals(1, execute("train", "--data", "mnist"));
        assertTrue(err.toString().contains("error: MNIST is not there: "), err.toString());
    }

    @Test
    void shouldExplainEveryOptionWhenHelpIsAskedFor() {
        assertEquals(0, execute("train", "--help"));
        for (String option : List.of("--data", "--net", "--rule", "sign-symmetry", "--feedback", "orthogonal-sparse", "--optimizer", "--learning-rate", "--batch", "--epochs",
                "--seed", "--activation", "--init", "--loss", "--engine", "--threads", "--samples", "--angles", "--json", "--save", "Default: fc1-1000")) {
            assertTrue(out.toString().contains(option), option);
        }
    }

    @Test
    void shouldAskForACommandWhenNoneIsGiven() {
        assertEquals(2, execute());
        assertOneLine("Missing required subcommand");
    }

    @Test
    void shouldLookInDataFolderThenInCache() {
        Path home = folder.resolve("home");
        assertEquals(List.of(Path.of("/data"), home.resolve(".cache/edge-dfa")),
                ExperimentCommand.roots(Map.of("EDGE_DFA_DATA", "/data"), home));
        assertEquals(List.of(Path.of("/cache/edge-dfa")), ExperimentCommand.roots(Map.of("XDG_CACHE_HOME", "/cache"), home));
        assertEquals(List.of(home.resolve(".cache/edge-dfa")),
                ExperimentCommand.roots(Map.of("XDG_CACHE_HOME", "relative", "EDGE_DFA_DATA", ""), home));
    }

    private void assertOneLine(String expected) {
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("error: "), err.toString());
        assertTrue(err.toString().contains(expected), err.toString());
    }

    /** A run on the tiny files; options given replace the defaults. */
    private int train(String... options) {
        List<String> arguments = new ArrayList<>(List.of("train"));
        if (!List.of(options).contains("--data")) {
            arguments.addAll(List.of("--data", data));
        }
        arguments.addAll(List.of(options));
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        CommandLine command = ExperimentCommand.create(ExperimentCommand.dataSets(List.of(folder.resolve("cache")), List.of()));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
