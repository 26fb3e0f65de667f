package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import io.edgedfa.file.WholeFile;
import io.edgedfa.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Model files: reading with suspicion, writing without ever leaving half a file. */
public final class ModelFile {
    /** Largest file read, in bytes. */
    public static final long MAX_BYTES = 512L << 20;

    private static final String ID = "edgedfa.model_id";
    /** Written last, so that a file of ours that is cut between two fields is still known as cut. */
    static final String COMPLETE = "edgedfa.complete";

    private ModelFile() {}

    /**
     * Reads a model.
     *
     * @throws ModelException in one line, when the file is missing, too large, cut, no ONNX model, or no network that can be
     *     trained
     */
    public static Model read(Path file) {
        OnnxMl.ModelProto proto = parse(file);
        Map<String, String> metadata = new LinkedHashMap<>();
        proto.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        boolean ours = proto.getProducerName().equals(Provenance.PRODUCT);
        if (proto.getOpsetImportCount() == 0 || ours && !metadata.containsKey(COMPLETE)) {
            throw new ModelException(file + ": is cut or not an ONNX file (its last fields are missing)");
        }
        try {
            NetworkReader.Result result = NetworkReader.read(proto);
            return new Model(metadata.getOrDefault(ID, stem(file)), Math.max(1, proto.getModelVersion()),
                    result.network(), result.parameters(), Provenance.fromMetadata(metadata));
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a model as an inference graph with a free batch size; the file appears whole or not at all. */
    public static void write(Path file, Model model) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(model.provenance().toMetadata());
        metadata.put(ID, model.id());
        metadata.put(COMPLETE, "true");
        OnnxMl.ModelProto proto = OnnxWriter
                .write(model.network().inference(Shape.BATCH), model.parameters().values(), metadata)
                .toBuilder()
                .setModelVersion(model.version())
                .build();
        WholeFile.write(file, proto.toByteArray());
    }

    private static OnnxMl.ModelProto parse(Path file) {
        try {
            long bytes = Files.size(file);
            if (Files.isDirectory(file)) {
                throw new ModelException(file + ": is a folder; allowed: an ONNX file");
            }
            if (bytes == 0) {
                throw new ModelException(file + ": is empty; allowed: an ONNX file");
            }
            if (bytes > MAX_BYTES) {
                throw new ModelException(file + ": has " + bytes + " bytes; allowed: at most " + MAX_BYTES);
            }
            return OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": does not exist; allowed: an ONNX file", e);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException(file + ": is cut or not an ONNX file (" + oneLine(e) + ")", e);
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read (" + oneLine(e) + ")", e);
        }
    }

    private static String oneLine(Exception e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        int end = message.indexOf(". ");
        return end < 0 ? message : message.substring(0, end);
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".onnx") ? name.substring(0, name.length() - ".onnx".length()) : name;
    }
}
