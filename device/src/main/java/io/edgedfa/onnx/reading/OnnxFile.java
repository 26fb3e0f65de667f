package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file's bytes as an ONNX model, with every initializer inside; what it claims has not been believed yet. */
public final class OnnxFile {
    /** Largest model read, external data included, in bytes. */
    public static final long MAX_BYTES = 512L << 20;

    private OnnxFile() {}

    /**
     * Parses a file. Large values stay where they were read into: memory is about the file's size.
     *
     * @throws IllegalArgumentException in one line without the file's name, when it is missing, too large, cut or no ONNX model
     */
    public static OnnxMl.ModelProto parse(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new IllegalArgumentException("is a folder; allowed: an ONNX file");
            }
            long bytes = Files.size(file);
            if (bytes == 0) {
                throw new IllegalArgumentException("is empty; allowed: an ONNX file");
            }
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException("has " + bytes + " bytes; allowed: at most " + MAX_BYTES);
            }
            byte[] content = Files.readAllBytes(file);
            Path folder = file.toAbsolutePath().getParent();
            return new ExternalData(folder, MAX_BYTES - content.length).inlined(parse(content));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("does not exist; allowed: an ONNX file", e);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("is cut or not an ONNX file (" + oneLine(e) + ")", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read (" + oneLine(e) + ")", e);
        }
    }

    /** The same of bytes, external data not looked for. @throws IOException for bytes that are cut or no message */
    static OnnxMl.ModelProto parse(byte[] content) throws IOException {
        FieldCount.check(content);
        CodedInputStream input = UnsafeByteOperations.unsafeWrap(content).newCodedInput();
        input.enableAliasing(true);
        OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(input);
        if (model.getOpsetImportCount() == 0) {
            throw new IllegalArgumentException("is cut or not an ONNX file (its last fields are missing)");
        }
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new IllegalArgumentException("holds no graph: cut, or not an ONNX model");
        }
        return model;
    }

    private static String oneLine(Exception e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        int end = message.indexOf(". ");
        return end < 0 ? message : message.substring(0, end);
    }
}
