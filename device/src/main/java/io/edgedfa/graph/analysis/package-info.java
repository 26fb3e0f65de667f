/**
 * What can be proven of a graph: which state may be overwritten while it runs, which nodes can run as one,
 * what a step costs at least.
 *
 * <p>Invariant: pure; an answer holds for every order of execution that respects data dependencies. Neighbours: reads
 * {@code graph}; engines act on the answers.
 */
package io.edgedfa.graph.analysis;
