package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Shape;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.onnx.reading.node.Constants;
import io.edgedfa.onnx.reading.node.DenseNode;
import io.edgedfa.onnx.reading.node.NetworkReader;
import io.edgedfa.onnx.reading.node.Opsets;
import java.util.List;
import java.util.Set;

/**
 * An ONNX model as a network that can learn.
 *
 * @param input  name of the file's input
 * @param output name of the file's first output
 * @param last   type of the node that makes the output of the last block's: Softmax, LogSoftmax, or empty for none
 */
public record NetworkFile(Network network, Parameters parameters, String input, String output, String last) {
    /**
     * Everything learns.
     *
     * @throws IllegalArgumentException in one line, naming the node or tensor and what is allowed
     */
    public static NetworkFile whole(OnnxMl.ModelProto model) {
        Opsets.standard(model);
        DataFlow flow = new DataFlow(model.getGraph());
        Constants constants = new Constants(model.getGraph());
        return read(flow, constants, flow.cuts().get(0), null);
    }

    /**
     * What comes after a place learns.
     *
     * @param trainableFrom name of a tensor or node; empty for the last dense blocks
     * @param probe         finds out what comes out of the part before
     * @throws IllegalArgumentException in one line, naming the node or tensor and what is allowed
     */
    public static NetworkFile from(OnnxMl.ModelProto model, String trainableFrom, ShapeProbe probe) {
        Opsets.standard(model);
        DataFlow flow = new DataFlow(model.getGraph());
        Constants constants = new Constants(model.getGraph());
        Cut cut = trainableFrom.isEmpty() ? new CutChoice(flow).beforeLastDense(constants) : new CutChoice(flow).named(trainableFrom);
        FrozenBody body = cut.tensor().equals(flow.input().getName()) ? null
                : FrozenBody.before(cut.tensor(), model, flow, probe);
        return read(flow, constants, cut, body);
    }

    private static NetworkFile read(DataFlow flow, Constants constants, Cut cut, FrozenBody body) {
        Shape sample = body == null ? sample(flow, constants, cut.nodes()) : body.output();
        Set<String> taken = body == null ? Set.of() : body.names();
        NetworkReader.Result result = NetworkReader.read(cut.nodes(), constants, cut.tensor(), sample, flow.output(), taken);
        Network network = body == null ? new Network(sample, result.blocks()) : new Network(body, result.blocks());
        return new NetworkFile(network, new Parameters(result.values()), flow.input().getName(), flow.output(), result.last());
    }

    /** Shape of one sample: as the file says, or where it leaves the number of features open, as the first layer does. */
    private static Shape sample(DataFlow flow, Constants constants, List<OnnxMl.NodeProto> nodes) {
        OnnxMl.NodeProto first = nodes.get(0);
        boolean dense = (first.getOpType().equals("Gemm") || first.getOpType().equals("MatMul")) && first.getInputCount() > 1;
        List<OnnxMl.TensorShapeProto.Dimension> sizes = flow.input().getType().getTensorType().getShape().getDimList();
        if (!dense) {
            return Samples.shape(flow.input());
        }
        int inputs = DenseNode.read(first, constants).layer().inputs();
        if (sizes.size() != 2 || sizes.get(1).hasDimValue() && sizes.get(1).getDimValue() != inputs) {
            throw Samples.refusal(flow.input(), "[batch, " + inputs + "]");
        }
        return Shape.of(inputs);
    }
}
