/**
 * Graphs on ND4J: an eager interpreter that runs the nodes in order, each as one prepared step over fixed memory. It shares
 * no code with ONNX Runtime, so each engine is the other's oracle.
 *
 * <p>Invariant: every tensor's memory and every step's native context is made when a graph is compiled; a run allocates
 * nothing outside the Java heap. Here only because ND4J's own classes load: {@link io.edgedfa.engine.nd4j.Nd4jProvider} says
 * why not, without touching them. Neighbours: implements {@code engine}; runs what {@code graph} describes.
 */
package io.edgedfa.engine.nd4j;
