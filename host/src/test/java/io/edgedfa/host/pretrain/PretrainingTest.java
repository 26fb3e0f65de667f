package io.edgedfa.host.pretrain;

import static io.edgedfa.host.pretrain.PretrainFixture.DIGITS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.TrainRun;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {
    /** Too few labels for a comparison. */
    private static final TrainTestSplit FEW = DIGITS.first(80);

    @TempDir
    Path folder;

    private PretrainSettings settings() {
        return new PretrainSettings("digits", "conv2-fc6", "cnn", 0.5, 1e-3, 1e-3, 16, 2, 5, "tanh", "kaiming", "ort", 1, 0);
    }

    @Test
    void shouldWriteThePretrainedBlocksAndTheHeadOfASupervisedRunOfTheSameSeed() throws IOException {
        Path file = folder.resolve("model.onnx");
        PretrainResult result = new Pretraining(settings(), FEW, file).run(new PretrainFixture.Listening());
        Map<String, float[]> written = ModelFile.read(file).parameters().values();
        try (PretrainRun run = new PretrainRun(settings(), FEW);
                TrainRun supervised = new TrainRun(settings().supervised().build(), FEW)) {
            run.run(new PretrainFixture.Listening());
            run.extractor().values().forEach((name, values) -> assertArrayEquals(values, written.get(name), name));
            Map<String, float[]> fresh = supervised.parameters().values();
            assertArrayEquals(fresh.get("block3.weight"), written.get("head.weight"));
            assertArrayEquals(fresh.get("block3.bias"), written.get("head.bias"));
        }
        assertEquals(Files.size(file), result.model().bytes());
    }

    /** A kill while an epoch is written down. */
    @Test
    void shouldEndWithTheSameModelWhenBrokenOffAndStartedAgain() throws IOException {
        Path whole = folder.resolve("whole/model.onnx");
        new Pretraining(settings(), FEW, whole).run(new PretrainFixture.Listening());
        Path broken = folder.resolve("broken/model.onnx");
        PretrainFixture.Listening first = new PretrainFixture.Listening() {
            @Override
            public void step(long step) {
                if (step == 8) { // the third of the second epoch's five steps
                    throw new IllegalStateException("broken off");
                }
            }
        };
        assertThrows(IllegalStateException.class, () -> new Pretraining(settings(), FEW, broken).run(first));
        PretrainFixture.Listening second = new PretrainFixture.Listening();
        new Pretraining(settings(), FEW, broken).run(second);
        assertEquals("going on after epoch 1, from " + broken.resolveSibling("model.checkpoint"), second.notes.get(0));
        assertEquals(1, second.scores.size());
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(broken));
    }

    @Test
    void shouldCarrySettingsAndLossesInTheModelsMetadata() throws IOException {
        Path file = folder.resolve("model.onnx");
        PretrainResult result = new Pretraining(settings(), FEW, file).run(new PretrainFixture.Listening());
        Model model = ModelFile.read(file);
        Map<String, String> entries = model.provenance().entries();
        assertEquals("0.5", entries.get("reconstruction"));
        assertEquals("cnn", entries.get("discriminator"));
        assertEquals(Double.toString(result.last().generatorLoss()), entries.get("generator_loss"));
        assertEquals(Double.toString(result.last().reconstructionError()), entries.get("reconstruction_error"));
        assertTrue(entries.containsKey("product_version"));
    }
}
