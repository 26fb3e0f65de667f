package io.edgedfa.onnx;

import io.edgedfa.network.Network;

/**
 * What a model's file calls what goes in and what comes out, so that a program that used the file before learning can use it
 * after.
 *
 * @param input  name of the input
 * @param output name of the first output
 * @param last   operator between the last block and the first output: Softmax, LogSoftmax, or empty for none
 */
public record Signature(String input, String output, String last) {
    /** Of the models that this product makes. */
    public static final Signature OWN = new Signature(Network.INPUT, Network.OUTPUT, "");
}
