package io.edgedfa.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Networks as PyTorch writes them, by {@code src/test/python/export_models.py}: written anew where PyTorch is installed, else
 * the committed ones.
 */
public final class ExportedModels {
    /** What the script makes. */
    public static final List<String> NAMES = List.of("mlp", "lenet", "resnet", "mobilenet");
    /** Images in each NAME.input.bin, 28x28 in one channel. */
    public static final int IMAGES = 4;

    private static final Path SCRIPT = Path.of("src/test/python/export_models.py").toAbsolutePath();
    private static final List<String> SUFFIXES = List.of(".onnx", ".input.bin", ".output.bin");
    private static final String PYTHON = "/usr/bin/python3";
    private static final int PATIENCE_SECONDS = 180;
    private static final Path FOLDER = made();

    private ExportedModels() {}

    /** The file of a network. */
    public static Path file(String name) {
        return FOLDER.resolve(name + ".onnx");
    }

    /** Images, row-major. */
    static float[] images(String name) {
        return floats(name + ".input.bin");
    }

    /** PyTorch's answers to the images, {@code [images, classes]}. */
    static float[] answers(String name) {
        return floats(name + ".output.bin");
    }

    private static float[] floats(String name) {
        try {
            byte[] bytes = Files.readAllBytes(FOLDER.resolve(name));
            float[] values = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path made() {
        try {
            Path folder = Files.createTempDirectory("exported");
            folder.toFile().deleteOnExit();
            if (isTorchThere()) {
                run(List.of(PYTHON, SCRIPT.toString(), folder.toString()));
            } else {
                System.out.println("PyTorch is not installed (Debian: python3-torch): its exports are those committed");
                copyCommitted(folder);
            }
            for (String name : NAMES) {
                SUFFIXES.forEach(suffix -> folder.resolve(name + suffix).toFile().deleteOnExit());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isTorchThere() {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            return false;
        }
        try {
            run(List.of(PYTHON, "-c", "import torch"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + " failed");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    static void copyCommitted(Path folder) throws IOException {
        for (String name : NAMES) {
            for (String suffix : SUFFIXES) {
                try (InputStream resource = ExportedModels.class.getResourceAsStream("exported/" + name + suffix)) {
                    Files.copy(resource, folder.resolve(name + suffix));
                }
            }
        }
    }
}
