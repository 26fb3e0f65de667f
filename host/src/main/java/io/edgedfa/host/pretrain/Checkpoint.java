package io.edgedfa.host.pretrain;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.edgedfa.file.WholeFile;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.stream.Dataset;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run after one of its epochs, as it lives in a file. Layout, big-endian: {@code EDFAPRE1}; the settings, the data's hash and
 * the scores as JSON; the number of tensors, then each one's name, number of values and values; last, the SHA-256 of all before
 * as hexadecimal text. Texts are UTF-8 after their length in bytes.
 *
 * @param settings of the run
 * @param sha256   of the whole training set
 * @param scores   of all epochs until then
 * @param tensors  values by name
 */
public record Checkpoint(PretrainSettings settings, String sha256, List<PretrainScore> scores, Map<String, float[]> tensors) {
    /** Largest file, in bytes: Adam's two moments of generator and discriminator count, too. */
    static final long MAX_BYTES = 1L << 30;

    private static final byte[] MAGIC = "EDFAPRE1".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_LENGTH = 64;
    private static final Gson GSON = new Gson();

    /** What is written as JSON. */
    private record Header(PretrainSettings settings, String sha256, List<PretrainScore> scores) {}

    public Checkpoint {
        scores = List.copyOf(scores);
        tensors = new LinkedHashMap<>(tensors);
    }

    /** @throws IllegalArgumentException starting with {@code net} if so many values are too many for a file */
    static void checkSize(String net, long values) {
        if (values * Float.BYTES > MAX_BYTES / 2) {
            throw new IllegalArgumentException("net '" + net + "' with its mirror, discriminator and optimizer has " + values
                    + " values to keep; allowed: at most " + MAX_BYTES / 2 / Float.BYTES);
        }
    }

    /** Writes it so that it appears whole or not at all. */
    public void write(Path file) throws IOException {
        byte[] header = GSON.toJson(new Header(settings, sha256, scores)).getBytes(StandardCharsets.UTF_8);
        int bytes = MAGIC.length + Integer.BYTES + header.length + Integer.BYTES + HASH_LENGTH;
        for (Map.Entry<String, float[]> tensor : tensors.entrySet()) {
            bytes = Math.addExact(bytes, 2 * Integer.BYTES + tensor.getKey().getBytes(StandardCharsets.UTF_8).length
                    + Math.multiplyExact(tensor.getValue().length, Float.BYTES));
        }
        ByteBuffer out = ByteBuffer.allocate(bytes).put(MAGIC).putInt(header.length).put(header).putInt(tensors.size());
        tensors.forEach((name, values) -> {
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            out.putInt(text.length).put(text).putInt(values.length);
            out.asFloatBuffer().put(values);
            out.position(out.position() + values.length * Float.BYTES);
        });
        byte[] hash = Dataset.sha256Of(Arrays.copyOf(out.array(), out.position())).getBytes(StandardCharsets.US_ASCII);
        WholeFile.write(file, out.put(hash).array());
    }

    /**
     * What a file holds, if it is there.
     *
     * @throws IllegalArgumentException starting with {@code output} and naming the file, if it is damaged or of other settings or data
     */
    public static Optional<Checkpoint> find(Path file, PretrainSettings settings, String sha256) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw refusal(file, "has " + Files.size(file) + " bytes; allowed: at most " + MAX_BYTES);
        }
        Checkpoint found = parse(file, Files.readAllBytes(file));
        if (!found.settings.equals(settings)) {
            throw refusal(file, "is of a run with other settings (" + difference(found.settings, settings) + ")");
        }
        if (!found.sha256.equals(sha256)) {
            throw refusal(file, "is of a run with other data (SHA-256 " + found.sha256 + " instead of " + sha256 + ")");
        }
        return Optional.of(found);
    }

    private static Checkpoint parse(Path file, byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (!Arrays.equals(bytes(in, MAGIC.length), MAGIC)) {
                throw refusal(file, "is no checkpoint");
            }
            int end = bytes.length - HASH_LENGTH;
            String hash = new String(bytes, end, HASH_LENGTH, StandardCharsets.US_ASCII);
            if (!hash.equals(Dataset.sha256Of(Arrays.copyOf(bytes, end)))) {
                throw refusal(file, "is damaged");
            }
            Header header = GSON.fromJson(new String(bytes(in, in.getInt()), StandardCharsets.UTF_8), Header.class);
            Map<String, float[]> tensors = new LinkedHashMap<>();
            for (int left = in.getInt(); left > 0; left--) {
                String name = new String(bytes(in, in.getInt()), StandardCharsets.UTF_8);
                float[] values = new float[in.getInt()];
                in.asFloatBuffer().get(values);
                in.position(in.position() + values.length * Float.BYTES);
                tensors.put(name, values);
            }
            return new Checkpoint(header.settings, header.sha256, header.scores, tensors);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | JsonParseException e) {
            throw refusal(file, "is damaged");
        }
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** The first setting that differs. */
    private static String difference(PretrainSettings found, PretrainSettings wanted) {
        JsonObject there = ResultJson.tree(found);
        for (Map.Entry<String, JsonElement> setting : ResultJson.tree(wanted).entrySet()) {
            if (!setting.getValue().equals(there.get(setting.getKey()))) {
                return setting.getKey() + " " + there.get(setting.getKey()) + " instead of " + setting.getValue();
            }
        }
        throw new IllegalStateException("settings differ in nothing");
    }

    private static IllegalArgumentException refusal(Path file, String why) {
        return new IllegalArgumentException("output: " + file + " " + why + "; remove it to start anew");
    }
}
