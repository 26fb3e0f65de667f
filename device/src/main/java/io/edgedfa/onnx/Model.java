package io.edgedfa.onnx;

import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;

/**
 * A network with its weights and its history, as it lives in a file.
 *
 * @param id         what the model is called, whatever its version
 * @param version    counts up with every change that leaves a machine
 * @param network    configuration; tells classes apart
 * @param parameters weights and biases
 * @param provenance where they come from
 * @param signature  names of its input and output
 */
public record Model(
        String id, long version, Network network, Parameters parameters, Provenance provenance, Signature signature) {
    public Model {
        network.checkClasses();
        parameters.check(network);
    }

    /** A model with the usual names. */
    public Model(String id, long version, Network network, Parameters parameters, Provenance provenance) {
        this(id, version, network, parameters, provenance, Signature.OWN);
    }

    /** All but the weights, which the garbage collector can have when nobody else holds this model. */
    public ModelOutline outline() {
        return new ModelOutline(id, version, network, provenance, signature);
    }
}
