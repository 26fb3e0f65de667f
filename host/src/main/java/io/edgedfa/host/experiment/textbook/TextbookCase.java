package io.edgedfa.host.experiment.textbook;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.learning.SquaredError;
import io.edgedfa.network.Network;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.stream.Dataset;

/**
 * A dense network of logistic units that learns with backpropagation from one sample at a time. Refusals start with the name of
 * the experiment's option.
 *
 * @param net    see {@link Nets#FORMS}; dense only
 * @param slope  k of every unit, above 0 to 1000
 * @param rate   eta, above 0 to 1
 * @param seed   of weights and of the order of samples
 * @param engine what runs the steps
 */
public record TextbookCase(String net, double slope, double rate, long seed, String engine) {

    private static final double MOST_SLOPE = 1000;

    public TextbookCase {
        if (!(slope > 0 && slope <= MOST_SLOPE)) {
            throw new IllegalArgumentException("slopes = " + slope + ", allowed: above 0 to 1000");
        }
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("rates = " + rate + ", allowed: above 0 to 1");
        }
    }

    /** For data of a kind. @throws IllegalArgumentException if the network does not fit it or is not dense */
    Network network(Dataset data) {
        Network network = Nets.parse(net, data.features(), data.classes(), "sigmoid:" + slope, new SquaredError());
        if (!network.blocks().stream().allMatch(block -> block.weighted() instanceof Dense)) {
            throw new IllegalArgumentException("nets: '" + net + "' is not dense; the textbook's formulas are for dense networks");
        }
        return network;
    }

    /** The same as settings of a training run. @param base data, epochs, samples */
    public TrainSettings settings(TrainSettings base) {
        return base.but().net(net).rule("bp").activation("sigmoid:" + slope).loss("squared-error").optimizer("sgd").learningRate(rate)
                .batch(1).seed(seed).engine(engine).build();
    }

    /** Multiply-adds of one step on data of a kind, about. */
    double work(TrainTestSplit data) {
        // However small the network, calling the engine takes about as long as this many.
        return 3.0 * network(data.train()).inference(1).multiplyAdds() + 50_000;
    }
}
