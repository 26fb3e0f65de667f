package io.edgedfa.host.bench.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.edgedfa.host.bench.peer.Peer;
import io.edgedfa.host.bench.peer.Workload;

/** Makes PyTorch known to {@link io.edgedfa.host.bench.peer.Peers}. */
public final class PyTorchPeer implements Peer {

    static {
        // Read by DJL when its engine is first asked for.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.default_engine", "PyTorch");
        // Settled once per process, unlike the threads within an operator.
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
    }

    @Override
    public String name() {
        return "pytorch";
    }

    @Override
    public String describe() {
        return "PyTorch " + Engine.getEngine("PyTorch").getVersion() + " on the CPU through DJL "
                + Engine.getDjlVersion() + ", backpropagation";
    }

    @Override
    public Loop open(Workload workload) {
        Engine engine = Engine.getEngine("PyTorch");
        JniUtils.setNumThreads(workload.threads());
        return new PyTorchLoop(engine, workload);
    }
}
