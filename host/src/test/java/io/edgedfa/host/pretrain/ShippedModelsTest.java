package io.edgedfa.host.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.Block;
import io.edgedfa.network.Parameters;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The models of the repository against their cards. */
class ShippedModelsTest {
    private static final Path FOLDER = Path.of("..", "models");
    private static final long MOST_BYTES = 6_000_000;
    /** Points; another processor may round a few samples to the other side. */
    private static final double TOLERANCE = 1;

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(ending) && !file.endsWith("README.md")).sorted().toList();
        }
    }

    static List<Path> cards() throws IOException {
        return files(".md");
    }

    private static Path besides(Path file, String ending) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits-fc2-128", "digits-conv8-16-fc64"})
    void shouldBeThereWithCardAndALineInTheList(String name) throws IOException {
        assertTrue(Files.exists(FOLDER.resolve(name + ".onnx")), name);
        assertTrue(Files.exists(FOLDER.resolve(name + ".md")), name);
        assertTrue(Files.readString(FOLDER.resolve("README.md")).contains("[" + name + "](" + name + ".md)"), name);
    }

    /** Models that somebody trained into the folder are none of ours. */
    @Test
    void shouldHaveACardForEveryPretrainedModel() throws IOException {
        for (Path model : files(".onnx")) {
            if (ModelFile.read(model).provenance().entries().containsKey("pretraining")) {
                assertTrue(Files.exists(besides(model, ".md")), model + " has no card");
            }
        }
    }

    @Test
    void shouldBeSmallEnoughForARepository() throws IOException {
        long bytes = 0;
        for (Path card : cards()) {
            bytes += Files.size(besides(card, ".onnx"));
        }
        assertTrue(bytes < MOST_BYTES, bytes + " bytes");
    }

    @ParameterizedTest
    @MethodSource("cards")
    void shouldBeWhatTheCardSays(Path card) throws IOException {
        Map<String, String> said = rows(card);
        byte[] bytes = Files.readAllBytes(besides(card, ".onnx"));
        Model model = ModelFile.read(besides(card, ".onnx"));
        assertEquals(Dataset.sha256Of(bytes), said.get("SHA-256"));
        assertEquals(Integer.toString(bytes.length), said.get("bytes"));
        int parameters = model.network().parameterShapes().values().stream().mapToInt(Shape::elements).sum();
        assertEquals(Integer.toString(parameters), said.get("parameters"));
        assertEquals(model.network().blocks().stream().map(Block::name).collect(Collectors.joining(", ")), said.get("blocks"));
        Map<String, String> entries = model.provenance().entries();
        assertEquals(entries.get(Provenance.DATA_SHA256), said.get("data's SHA-256"));
        assertEquals(entries.get(Provenance.SEED), said.get("seed"));
        String error = String.format(Locale.ROOT, "%.4f", Double.parseDouble(entries.get("reconstruction_error")));
        assertEquals(error, said.get("reconstruction error, squared per value"));
    }

    @ParameterizedTest
    @MethodSource("cards")
    void shouldCarryTheSettingsThatTheCardsCommandNames(Path card) throws IOException {
        PretrainSettings settings = settings(ModelFile.read(besides(card, ".onnx")));
        String command = ModelCard.command(settings, Path.of("models", besides(card, ".onnx").getFileName().toString()));
        assertTrue(Files.readString(card).contains("\n" + command + "\n"), command);
    }

    @ParameterizedTest
    @MethodSource("cards")
    void shouldShowAPictureThatIsThere(Path card) throws IOException {
        String text = Files.readString(card);
        String link = text.substring(text.indexOf("![") + 2);
        Path picture = card.resolveSibling(link.substring(link.indexOf('(') + 1, link.indexOf(')')));
        assertEquals(0x89504E47, ByteBuffer.wrap(Files.readAllBytes(picture)).getInt(), picture + " is no PNG");
    }

    /** The first line of the comparison, measured again. */
    @ParameterizedTest
    @ValueSource(strings = {"digits-fc2-128", "digits-conv8-16-fc64"})
    void shouldBeWorthWhatTheCardSaysWhereLabelsAreFew(String name) throws IOException {
        Model model = ModelFile.read(FOLDER.resolve(name + ".onnx"));
        Map<String, float[]> extractor = new HashMap<>(model.parameters().values());
        extractor.keySet().removeIf(parameter -> parameter.startsWith(Pretraining.HEAD));
        StartComparison.Line line = StartComparison.line(settings(model), PretrainFixture.DIGITS, new Parameters(extractor), 100, "dfa");
        String said = Files.readAllLines(FOLDER.resolve(name + ".md")).stream().filter(row -> row.matches("\\| 100 +\\| dfa .*"))
                .findFirst().orElseThrow();
        String[] cells = said.split("\\|");
        assertEquals(percent(cells[3]), line.randomAccuracy(), TOLERANCE);
        assertEquals(percent(cells[4]), line.pretrainedAccuracy(), TOLERANCE);
    }

    private static double percent(String cell) {
        return Double.parseDouble(cell.strip().replace("%", ""));
    }

    private static PretrainSettings settings(Model model) {
        Map<String, String> e = model.provenance().entries();
        return new PretrainSettings(e.get("data").split("/")[0], e.get("net"), e.get("discriminator"), Double.parseDouble(e.get("reconstruction")),
                Double.parseDouble(e.get("learningRate")), Double.parseDouble(e.get("discriminatorLearningRate")), Integer.parseInt(e.get("batch")),
                Integer.parseInt(e.get("epochs")), Long.parseLong(e.get("seed")), e.get("activation"), e.get("init"), e.get("engine"),
                Integer.parseInt(e.get("threads")), Integer.parseInt(e.get("samples")));
    }

    /** Two-column tables of a card, by their first column. */
    private static Map<String, String> rows(Path card) throws IOException {
        return Files.readAllLines(card).stream().filter(line -> line.startsWith("| ")).map(line -> line.split("\\|"))
                .filter(cells -> cells.length == 3).collect(Collectors.toMap(cells -> cells[1].strip(), cells -> cells[2].strip(), (a, b) -> a));
    }
}
