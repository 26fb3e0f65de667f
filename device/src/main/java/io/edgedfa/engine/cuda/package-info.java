/**
 * Graphs on an NVIDIA card, of a host or a Jetson, through the libraries that every driver or JetPack brings.
 *
 * <p>{@link io.edgedfa.engine.cuda.CudaEngine} has a graph lowered to a plan, binds the plan to memory of a
 * {@link io.edgedfa.engine.cuda.Card}, and records it once, to be replayed. State lives on the card as long as a program uses
 * it. {@link io.edgedfa.engine.cuda.CardReplicas} runs many replicas of a training together and picks their samples on the card.
 *
 * <p>Invariant: everything a run needs is on the card before it starts; a run allocates nothing. Only
 * {@link io.edgedfa.engine.cuda.NvidiaCard} touches the libraries. Neighbours: implements {@code engine}, plans in
 * {@code engine.cuda.lowering}, libraries in {@code engine.cuda.library}.
 */
package io.edgedfa.engine.cuda;
