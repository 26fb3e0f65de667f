package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.file.WholeFile;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training step as one ONNX file, for any ONNX Runtime binding.
 *
 * <p>Names: each state tensor {@code S} is an input {@code S} and an output {@code S.next}, to be fed back as {@code S} in the
 * next run. Parameters also have an output {@code S.initial} with the value to start from; all other state (the optimizer's)
 * starts from zeros. The rest is named as in {@code learning.TrainingStep}.
 */
public final class StepFile {
    private static final String DOC = "One training step. Start: run once with zeros and fetch every '*.initial' output;"
            + " state inputs without one start from zeros. Then feed features, labels, learning_rate and the state, and feed"
            + " every 'S.next' back as 'S'. Outputs 'loss' and 'correct' are of the batch before the update.";

    private StepFile() {}

    /**
     * Writes a training step.
     *
     * @param step       graph of a training step, all shapes static
     * @param parameters initial values of some state tensors, by name
     */
    public static void write(Path file, Graph step, Map<String, float[]> parameters, Provenance provenance)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(provenance.toMetadata());
        metadata.put(ModelFile.COMPLETE, "true");
        OnnxMl.ModelProto.Builder model =
                OnnxWriter.write(step, Map.of(), metadata).toBuilder().setDocString(DOC);
        OnnxMl.GraphProto.Builder graph = model.getGraphBuilder();
        parameters.forEach((name, values) -> addInitial(graph, step.tensor(name), values));
        WholeFile.write(file, model.build().toByteArray());
    }

    private static void addInitial(OnnxMl.GraphProto.Builder graph, Tensor parameter, float[] values) {
        String output = parameter.name() + ".initial";
        Tensor constant = new Tensor(output + ".value", ElementType.FLOAT, parameter.shape());
        graph.addInitializer(OnnxWriter.floats(constant, values));
        graph.addNode(OnnxMl.NodeProto.newBuilder()
                .setName(output)
                .setOpType("Identity")
                .addInput(constant.name())
                .addOutput(output));
        graph.addOutput(OnnxWriter.valueInfo(new Tensor(output, ElementType.FLOAT, parameter.shape())));
    }
}
