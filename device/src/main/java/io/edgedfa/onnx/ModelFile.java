package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.file.WholeFile;
import io.edgedfa.graph.Shape;
import io.edgedfa.onnx.reading.FrozenBody;
import io.edgedfa.onnx.reading.NetworkFile;
import io.edgedfa.onnx.reading.OnnxFile;
import io.edgedfa.onnx.reading.ShapeProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Model files: reading with suspicion, writing without ever leaving half a file. */
public final class ModelFile {
    private static final String ID = "edgedfa.model_id";
    /** Where the frozen body ends. */
    private static final String TRAINABLE_FROM = "edgedfa.trainable_from";
    /** Written last, so that a file of ours that is cut between two fields is still known as cut. */
    static final String COMPLETE = "edgedfa.complete";

    private ModelFile() {}

    /**
     * Reads a model all of which can learn.
     *
     * @throws ModelException in one line, when the file is missing, too large, cut, no ONNX model, or no network that can be
     *     trained from its first node on
     */
    public static Model read(Path file) {
        return read(file, (proto, metadata) -> NetworkFile.whole(proto));
    }

    /**
     * Reads a model that learns from a place on; what is before is its frozen body.
     *
     * @param trainableFrom name of a tensor, or of the first node that learns; empty for what the file says itself, and if it
     *                      says nothing, the last dense blocks
     * @param probe         runs the body once, where there is one
     * @throws ModelException in one line, when the file is missing, too large, cut, no ONNX model, or cannot learn from there;
     *     then with the nearest place from where it can
     */
    public static Model read(Path file, String trainableFrom, ShapeProbe probe) {
        return read(file, (proto, metadata) -> NetworkFile.from(
                proto, trainableFrom.isEmpty() ? metadata.getOrDefault(TRAINABLE_FROM, "") : trainableFrom, probe));
    }

    /**
     * Reads the part of a file before a tensor, to put a head of one's own on it; what the file has behind it does not matter.
     *
     * @param at    name of a tensor
     * @param probe runs the part once
     * @return gives a vector for each sample: a tensor of more axes is flattened
     * @throws ModelException in one line, when the file cannot be read or has no such tensor
     */
    public static FrozenBody body(Path file, String at, ShapeProbe probe) {
        try {
            return FrozenBody.endingAt(at, OnnxFile.parse(file), probe);
        } catch (IllegalArgumentException e) {
            throw refusal(file, e);
        }
    }

    private static ModelException refusal(Path file, IllegalArgumentException e) {
        return new ModelException(file + ": " + e.getMessage().replaceAll("\\s+", " "), e);
    }

    private static Model read(Path file, BiFunction<OnnxMl.ModelProto, Map<String, String>, NetworkFile> reader) {
        try {
            OnnxMl.ModelProto proto = OnnxFile.parse(file);
            Map<String, String> metadata = new LinkedHashMap<>();
            proto.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
            if (proto.getProducerName().equals(Provenance.PRODUCT) && !metadata.containsKey(COMPLETE)) {
                throw new IllegalArgumentException("is cut or not an ONNX file (its last fields are missing)");
            }
            NetworkFile read = reader.apply(proto, metadata);
            return new Model(metadata.getOrDefault(ID, stem(file)), Math.max(1, proto.getModelVersion()), read.network(),
                    read.parameters(), Provenance.fromMetadata(metadata), new Signature(read.input(), read.output(), read.last()));
        } catch (IllegalArgumentException e) {
            throw refusal(file, e);
        }
    }

    /**
     * Writes a model as an inference graph with a free batch size, its body as it came; the file appears whole or not at all.
     *
     * <p>Outputs: the one of the signature, and beside it {@link io.edgedfa.network.Network#OUTPUT} and
     * {@link io.edgedfa.network.Network#PROBABILITIES} where it is not one of them.
     */
    public static void write(Path file, Model model) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(model.provenance().toMetadata());
        metadata.put(ID, model.id());
        if (model.network().body() instanceof FrozenBody body) {
            metadata.put(TRAINABLE_FROM, body.cut());
        }
        metadata.put(COMPLETE, "true");
        OnnxMl.ModelProto.Builder proto = OnnxWriter
                .write(model.network().inference(Shape.BATCH), model.parameters().values(), metadata)
                .toBuilder()
                .setModelVersion(model.version());
        new SignedGraph(proto.getGraphBuilder()).sign(model.signature());
        WholeFile.write(file, proto.build().toByteArray());
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".onnx") ? name.substring(0, name.length() - ".onnx".length()) : name;
    }
}
