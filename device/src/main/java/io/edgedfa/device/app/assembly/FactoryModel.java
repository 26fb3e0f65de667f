package io.edgedfa.device.app.assembly;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.config.ModelConfig;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.network.ClassGrowth;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelException;
import io.edgedfa.onnx.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The model file a board starts from, read anew whenever its weights are wanted: they need not stay in memory. */
public final class FactoryModel {
    private static final int PART = 8192; // bytes

    private final ModelConfig config;
    private String sha256;

    /** Reads nothing yet. @param config says which file, where learning begins in it, and how many classes there are */
    public FactoryModel(ModelConfig config) {
        this.config = config;
    }

    /** The model as configured, with classes added if need be. @throws ConfigException if it cannot be used */
    public Model read() {
        return configured(readFile());
    }

    /** As {@link #read}, and finds out which model it is: reading it again need not tell that again. */
    Model identify() {
        Model file = readFile();
        sha256 = sha256(file);
        return configured(file);
    }

    private Model configured(Model file) {
        try {
            return config.classes() == 0 ? file : grown(file);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(config.place() + ": " + config.file() + ": model." + e.getMessage());
        }
    }

    private Model readFile() {
        try {
            return ModelFile.read(config.file(), config.trainableFrom(), new OrtShapeProbe());
        } catch (ModelException e) {
            throw new ConfigException(config.place() + ": " + e.getMessage());
        }
    }

    private Model grown(Model model) {
        ClassGrowth growth = new ClassGrowth(model.network(), config.classes());
        return new Model(model.id(), model.version(), growth.network(), growth.parameters(model.parameters()), model.provenance(),
                model.signature());
    }

    /**
     * Weights learned when the model had fewer classes, grown to what it has now.
     *
     * @param classes that the model had then
     * @throws IllegalArgumentException if they are not of this model
     */
    public Parameters grow(int classes, Map<String, float[]> values) {
        Network file = readFile().network();
        Network then = new ClassGrowth(file, classes).network();
        Parameters learned = new Parameters(values);
        learned.check(then);
        return new ClassGrowth(then, Math.max(config.classes(), file.classes())).parameters(learned);
    }

    /**
     * Tells the model of a board apart from others: SHA-256, in hex, of the file, of the trained weights (which may lie in
     * files beside it), and of the place learning begins at. Not of the number of classes: what was learned before they grew is kept.
     */
    public String sha256() {
        return sha256;
    }

    private String sha256(Model model) {
        try (InputStream file = Files.newInputStream(config.file())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] part = new byte[PART];
            for (int length = file.read(part); length >= 0; length = file.read(part)) {
                digest.update(part, 0, length);
            }
            digest.update(config.trainableFrom().getBytes(StandardCharsets.UTF_8));
            model.parameters().values().values().forEach(values -> update(digest, values));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new ConfigException(config.place() + ": " + e);
        }
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer part = ByteBuffer.allocate(PART).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            part.putFloat(value);
            if (!part.hasRemaining()) {
                digest.update(part.flip());
                part.clear();
            }
        }
        digest.update(part.flip());
    }
}
