package io.edgedfa.host.bench.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.edgedfa.host.bench.peer.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * An optimizer: DJL's native update of one parameter, with the state it keeps. DJL's own {@code Optimizer} calls the same
 * functions, but keeps its state until the process ends.
 */
interface Descent {
    /** DJL's numbers for: weights do not decay, gradients are taken as they are. */
    float NO_DECAY = 0;
    float AS_IS = 1;
    float NO_CLIPPING = -1;

    /** Updates a parameter in place. @param step counted from 1 */
    void update(int step, NDArray gradient);

    /** The workload's optimizer, for one parameter. */
    static Descent of(Workload workload, NDArray parameter) {
        PtNDArray weight = (PtNDArray) parameter;
        float rate = workload.rate();
        return switch (workload.optimizer()) {
            case "sgd" -> (step, gradient) -> JniUtils.sgdUpdate(
                    weight, (PtNDArray) gradient, null, rate, NO_DECAY, AS_IS, NO_CLIPPING, 0);
            case "momentum" -> {
                PtNDArray velocity = (PtNDArray) parameter.zerosLike();
                yield (step, gradient) -> JniUtils.sgdUpdate(
                        weight, (PtNDArray) gradient, velocity, rate, NO_DECAY, AS_IS, NO_CLIPPING, 0.9f);
            }
            case "adam" -> adam(weight, (PtNDArray) parameter.zerosLike(), (PtNDArray) parameter.zerosLike(), rate);
            default -> throw new IllegalArgumentException("pytorch: optimizer " + workload.optimizer() + " is not translated");
        };
    }

    private static Descent adam(PtNDArray weight, PtNDArray mean, PtNDArray variance, float rate) {
        return (step, gradient) -> {
            double corrected = rate * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
            JniUtils.adamUpdate(weight, (PtNDArray) gradient, mean, variance, rate, (float) corrected, NO_DECAY, AS_IS,
                    NO_CLIPPING, 0.9f, 0.999f, 1e-8f, false);
        };
    }

    /** One per parameter. */
    static List<Descent> of(Workload workload, Iterable<NDArray> parameters) {
        List<Descent> descents = new ArrayList<>();
        parameters.forEach(parameter -> descents.add(of(workload, parameter)));
        return descents;
    }
}
