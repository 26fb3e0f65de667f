package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import java.util.List;

/**
 * A place where a file can be cut in two, as one tensor carries everything.
 *
 * @param tensor its name
 * @param nodes  those after it that depend on it, in order
 */
record Cut(String tensor, List<OnnxMl.NodeProto> nodes) {
    /** The nodes between this cut and a later one. */
    List<OnnxMl.NodeProto> until(Cut later) {
        return nodes.subList(0, nodes.size() - later.nodes.size());
    }
}
