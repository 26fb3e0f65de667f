package io.edgedfa.engine.nd4j;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;
import java.nio.FloatBuffer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolutions as matrix products, image by image. ND4J's own convolutions know no padding that differs between two sides,
 * and allocate in every call.
 */
final class Convolution {
    private Convolution() {}

    /** For each group, {@code weight [out, in * places]} times the unfolded image {@code [in * places, positions]}. */
    static Step conv(Node node, List<Slot> in, Slot out) {
        Slot x = in.get(0);
        int groups = (int) node.integer("group", 1);
        int parts = x.tensor().shape().size(0) * groups;
        int channels = x.tensor().shape().size(1) / groups;
        int kernels = out.tensor().shape().size(1) / groups;
        WindowTable table = new WindowTable(Window.of(node), x.tensor().shape());
        Slot columns = scratch(channels * table.places(), table.positions());
        int weights = kernels * channels * table.places();
        Step[] products = new Step[parts];
        for (int part = 0; part < parts; part++) {
            INDArray weight = in.get(1).part(part % groups * weights, kernels, channels * table.places());
            INDArray image = out.part(part * kernels * table.positions(), kernels, table.positions());
            products[part] = MatrixProduct.product(weight, columns.array(), image, false, false, 1, 1);
        }
        Step bias = bias(in, out);
        return Step.owning(products, () -> {
            bias.run();
            for (int part = 0; part < products.length; part++) {
                table.unfold(columns.floats(), x.floats(), part * channels * table.plane(), channels);
                products[part].run();
            }
        });
    }

    /** For each group, folds {@code weight^T [out * places, in]} times the image {@code [in, positions]} into the output. */
    static Step convTranspose(Node node, List<Slot> in, Slot out) {
        Slot x = in.get(0);
        int groups = (int) node.integer("group", 1);
        int parts = x.tensor().shape().size(0) * groups;
        int channels = x.tensor().shape().size(1) / groups;
        int outChannels = out.tensor().shape().size(1) / groups;
        WindowTable table = new WindowTable(Window.of(node), out.tensor().shape());
        Slot columns = scratch(outChannels * table.places(), table.positions());
        int weights = channels * outChannels * table.places();
        Step[] products = new Step[parts];
        for (int part = 0; part < parts; part++) {
            INDArray weight = in.get(1).part(part % groups * weights, channels, outChannels * table.places());
            INDArray image = x.part(part * channels * table.positions(), channels, table.positions());
            products[part] = MatrixProduct.product(weight, image, columns.array(), true, false, 1, 0);
        }
        Step bias = bias(in, out);
        return Step.owning(products, () -> {
            bias.run();
            for (int part = 0; part < products.length; part++) {
                products[part].run();
                table.fold(columns.floats(), out.floats(), part * outChannels * table.plane(), outChannels);
            }
        });
    }

    private static Slot scratch(int rows, int columns) {
        return Slot.allocate(new Tensor("columns", ElementType.FLOAT, Shape.of(rows, columns)));
    }

    /** Fills every plane of the output with its channel's bias, or zeros where there is none. */
    private static Step bias(List<Slot> in, Slot out) {
        int channels = out.tensor().shape().size(1);
        int plane = out.tensor().shape().size(2) * out.tensor().shape().size(3);
        FloatBuffer bias = in.size() == 3 ? in.get(2).floats() : FloatBuffer.allocate(channels);
        return () -> {
            for (int start = 0; start < out.elements(); start += plane) {
                out.fill(start, plane, bias.get(start / plane % channels));
            }
        };
    }
}
