/**
 * Samples that are kept: to be replayed, or until their label comes.
 *
 * <p>{@link io.edgedfa.stream.memory.ReplayMemory} keeps a balanced choice of labelled samples for good, in bytes that can
 * be written to a file or database as they are; {@link io.edgedfa.stream.memory.LabelWindow} keeps unlabelled ones for a while.
 *
 * <p>Invariant: memory is fixed at construction, and what is kept follows from the seed, the samples and the times that were
 * handed in alone. Deliberately absent: files, databases, clocks; who saves a memory is told what changed.
 *
 * <p>Neighbours: the learning loop ({@code device.agent}) adds, picks and saves; randomness and samples' limits come from
 * {@code stream}.
 */
package io.edgedfa.stream.memory;
