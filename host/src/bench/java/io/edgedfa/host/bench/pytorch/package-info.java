/**
 * PyTorch, through the Deep Java Library (DJL), as a peer of the benchmark: the same network, batch and optimizer, learning by
 * PyTorch's own backpropagation.
 *
 * <p>Invariant: nothing is downloaded and nothing is reported to anyone; the step is as fast as DJL lets it be, and whatever is
 * not part of a training step is outside of it. Only the Maven profile {@code bench} compiles this. Neighbours: a provider of
 * {@code host.bench.peer}; the only user of DJL.
 */
package io.edgedfa.host.bench.pytorch;
