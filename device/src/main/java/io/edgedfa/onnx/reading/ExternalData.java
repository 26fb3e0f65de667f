package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.edgedfa.onnx.reading.node.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Initializers that a model keeps in other files, in the same folder or below it and nowhere else.
 *
 * <p>Format: {@code external_data} of {@code TensorProto} in onnx.proto.
 */
final class ExternalData {
    private final Path folder;
    private long bytesLeft;

    /** @param bytesLeft how much may be read in all */
    ExternalData(Path folder, long bytesLeft) {
        this.folder = folder;
        this.bytesLeft = bytesLeft;
    }

    /**
     * The model with the values inside.
     *
     * @throws IllegalArgumentException naming the tensor, when its file is not there, not in the folder, or too short
     */
    OnnxMl.ModelProto inlined(OnnxMl.ModelProto model) throws IOException {
        OnnxMl.GraphProto graph = model.getGraph();
        model.getFunctionsList().forEach(function -> refuseInside(function.getNodeList()));
        refuseInside(graph.getNodeList());
        if (graph.getInitializerList().stream().noneMatch(ExternalData::isExternal)) {
            return model;
        }
        OnnxMl.ModelProto.Builder whole = model.toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            if (isExternal(graph.getInitializer(i))) {
                whole.getGraphBuilder().setInitializer(i, inlined(graph.getInitializer(i)));
            }
        }
        return whole.build();
    }

    private static boolean isExternal(OnnxMl.TensorProto tensor) {
        return tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0;
    }

    /** Nodes keep their values with them: ONNX Runtime would look for others wherever the process runs. */
    private static void refuseInside(List<OnnxMl.NodeProto> nodes) {
        for (OnnxMl.NodeProto node : nodes) {
            for (OnnxMl.AttributeProto attribute : node.getAttributeList()) {
                boolean external = isExternal(attribute.getT()) || attribute.getTensorsList().stream().anyMatch(ExternalData::isExternal);
                for (OnnxMl.GraphProto graph : Subgraphs.of(attribute)) {
                    external |= graph.getInitializerList().stream().anyMatch(ExternalData::isExternal);
                    refuseInside(graph.getNodeList());
                }
                if (external) {
                    throw Refusal.of(node, "has external data; allowed: for initializers of the main graph");
                }
            }
        }
    }

    private OnnxMl.TensorProto inlined(OnnxMl.TensorProto tensor) throws IOException {
        Map<String, String> entries = new HashMap<>();
        tensor.getExternalDataList().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        Path file = file(tensor, entries.getOrDefault("location", ""));
        long size = Files.size(file);
        long offset = number(tensor, entries, "offset", 0);
        long length = number(tensor, entries, "length", Math.max(0, size - offset));
        if (offset > size || length > size - offset) {
            throw refusal(tensor, "is at " + offset + " to " + offset + " + " + length + " of '" + file.getFileName()
                    + "', which has " + size + " bytes");
        }
        if (length > bytesLeft) {
            throw refusal(tensor, "has " + length + " bytes; allowed: " + OnnxFile.MAX_BYTES + " for the whole model");
        }
        bytesLeft -= length;
        return tensor.toBuilder().clearDataLocation().clearExternalData().setRawData(read(file, offset, (int) length)).build();
    }

    private Path file(OnnxMl.TensorProto tensor, String location) throws IOException {
        try {
            Path named = folder.resolve(location).normalize();
            boolean below = !Path.of(location).isAbsolute() && named.startsWith(folder.normalize()) && !location.isBlank();
            // The real path, so that a link does not lead outside.
            if (below && Files.isRegularFile(named) && named.toRealPath().startsWith(folder.toRealPath())) {
                return named;
            }
        } catch (InvalidPathException e) {
            // Not even the name of a file: refused as any other.
        }
        throw refusal(tensor, "is in '" + location + "'; allowed: a file in the model's folder");
    }

    private static long number(OnnxMl.TensorProto tensor, Map<String, String> entries, String key, long absent) {
        String text = entries.get(key);
        if (text == null) {
            return absent;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw refusal(tensor, "has " + key + " '" + text + "'; allowed: a number of bytes");
        }
        return Long.parseLong(text);
    }

    private static ByteString read(Path file, long offset, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file)) {
            while (content.hasRemaining()) {
                if (channel.read(content, offset + content.position()) < 0) {
                    throw new IOException(file.getFileName() + " became shorter while it was read");
                }
            }
        }
        return UnsafeByteOperations.unsafeWrap(content.array());
    }

    private static IllegalArgumentException refusal(OnnxMl.TensorProto tensor, String why) {
        return new IllegalArgumentException("external data of tensor '" + tensor.getName() + "' " + why);
    }
}
