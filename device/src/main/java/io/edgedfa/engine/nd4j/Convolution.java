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

    /** {@code weight [out, in * places]} times the unfolded image {@code [in * places, positions]}. */
    static Step conv(Node node, List<Slot> in, Slot out) {
        Slot x = in.get(0);
        int batch = x.tensor().shape().size(0);
        int channels = x.tensor().shape().size(1);
        int outChannels = out.tensor().shape().size(1);
        WindowTable table = new WindowTable(Window.of(node), x.tensor().shape());
        Slot columns = scratch(channels * table.places(), table.positions());
        INDArray weight = in.get(1).as(outChannels, channels * (long) table.places());
        Step[] products = new Step[batch];
        for (int n = 0; n < batch; n++) {
            INDArray image = out.part(n * outChannels * table.positions(), outChannels, table.positions());
            products[n] = MatrixProduct.product(weight, columns.array(), image, false, false, 1, 1);
        }
        Step bias = bias(in, out);
        return Step.owning(products, () -> {
            bias.run();
            for (int n = 0; n < products.length; n++) {
                table.unfold(columns.floats(), x.floats(), n * channels * table.plane(), channels);
                products[n].run();
            }
        });
    }

    /** Folds {@code weight^T [out * places, in]} times the image {@code [in, positions]} into the output. */
    static Step convTranspose(Node node, List<Slot> in, Slot out) {
        Slot x = in.get(0);
        int batch = x.tensor().shape().size(0);
        int channels = x.tensor().shape().size(1);
        int outChannels = out.tensor().shape().size(1);
        WindowTable table = new WindowTable(Window.of(node), out.tensor().shape());
        Slot columns = scratch(outChannels * table.places(), table.positions());
        INDArray weight = in.get(1).as(channels, outChannels * (long) table.places());
        Step[] products = new Step[batch];
        for (int n = 0; n < batch; n++) {
            INDArray image = x.part(n * channels * table.positions(), channels, table.positions());
            products[n] = MatrixProduct.product(weight, image, columns.array(), true, false, 1, 0);
        }
        Step bias = bias(in, out);
        return Step.owning(products, () -> {
            bias.run();
            for (int n = 0; n < products.length; n++) {
                products[n].run();
                table.fold(columns.floats(), out.floats(), n * outChannels * table.plane(), outChannels);
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
