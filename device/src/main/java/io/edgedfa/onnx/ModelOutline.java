package io.edgedfa.onnx;

import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;

/**
 * A {@link Model} without its weights: what a process needs to know of it while the weights live, and change, elsewhere.
 *
 * @param id         what the model is called, whatever its version
 * @param version    of the file it was read from
 * @param network    configuration; a frozen body's weights are part of it
 * @param provenance where it comes from
 * @param signature  names of its input and output
 */
public record ModelOutline(String id, long version, Network network, Provenance provenance, Signature signature) {

    /** The next version of the model, with what has been learned. */
    public Model next(Parameters parameters, Provenance learned) {
        return new Model(id, version + 1, network, parameters, learned, signature);
    }
}
