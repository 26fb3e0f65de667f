package io.edgedfa.host.bench.pytorch;

import ai.djl.ndarray.NDArray;
import io.edgedfa.host.bench.peer.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * An optimizer for one parameter, with the state it keeps, in PyTorch's in-place operations. DJL's own optimizers compute the
 * same with a temporary array for every operation, which is slower.
 */
interface Descent {

    /** Updates the parameter. @param step counted from 1 @param gradient overwritten */
    void update(int step, NDArray gradient);

    /** The workload's optimizer, for one parameter. */
    static Descent of(Workload workload, NDArray weight) {
        float rate = workload.rate();
        return switch (workload.optimizer()) {
            case "sgd" -> (step, gradient) -> weight.subi(gradient.muli(rate));
            case "momentum" -> momentum(weight, weight.zerosLike(), rate);
            case "adam" -> adam(weight, weight.zerosLike(), weight.zerosLike(), rate);
            default -> throw new IllegalArgumentException("pytorch: optimizer " + workload.optimizer() + " is not translated");
        };
    }

    /** The velocity is kept multiplied by the rate, which does not change, to save a pass. */
    private static Descent momentum(NDArray weight, NDArray velocity, float rate) {
        return (step, gradient) -> {
            velocity.muli(0.9f).addi(gradient.muli(rate));
            weight.subi(velocity);
        };
    }

    /** The first moment is kept divided by {@code 1 - 0.9}, the second by {@code 1 - 0.999}, to save a pass each. */
    private static Descent adam(NDArray weight, NDArray mean, NDArray variance, float rate) {
        return (step, gradient) -> {
            double scale = Math.sqrt((1 - 0.999) / (1 - Math.pow(0.999, step)));
            double corrected = rate * (1 - 0.9) / (1 - Math.pow(0.9, step)) / scale;
            mean.muli(0.9f).addi(gradient);
            variance.muli(0.999f).addi(gradient.muli(gradient));
            try (NDArray deviation = variance.sqrt(); NDArray change = mean.div(deviation.addi(1e-8 / scale))) {
                weight.subi(change.muli((float) corrected));
            }
        };
    }

    /** One per parameter. */
    static List<Descent> of(Workload workload, Iterable<NDArray> parameters) {
        List<Descent> descents = new ArrayList<>();
        parameters.forEach(parameter -> descents.add(of(workload, parameter)));
        return descents;
    }
}
