package io.edgedfa.host.bench;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.analysis.StepCost;
import io.edgedfa.host.bench.peer.Workload;

/**
 * The least that one training step has to do, whoever does it.
 *
 * <p>Time: operations over the measured peak plus bytes over the measured copy bandwidth, as if the two
 * could not overlap and as if nothing stayed in caches from step to step. A small state that does stay there can be faster than
 * this floor.
 *
 * @param multiplyAdds of all matrix products and convolutions
 * @param bytes        moved, see {@link StepCost}
 */
record Floor(long multiplyAdds, long bytes) {

    /** Of the workload's step. @param step what {@link Workload#step} made */
    static Floor of(Workload workload, Graph step) {
        StepCost cost = StepCost.of(step, workload.forward());
        return new Floor(cost.multiplyAdds(), cost.bytes());
    }

    /** Least time of a step on a machine, in microseconds. */
    double micros(Peaks peaks) {
        return 2.0 * multiplyAdds / (peaks.gigaflops() * 1e3) + bytes / (peaks.gigabytesPerSecond() * 1e3);
    }
}
