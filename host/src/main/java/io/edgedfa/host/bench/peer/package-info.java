/**
 * The sides of a comparison: who can train, and the work that all of them are given.
 *
 * <p>Invariant: one {@link io.edgedfa.host.bench.peer.Workload} means the same network, batch and optimizer on every side; a
 * peer that is not there is named with the reason, never left out silently and never replaced. Neighbours: builds on
 * {@code engine} and {@code learning}; a peer with a library of its own is a provider in a source folder that only the Maven
 * profile {@code bench} adds.
 */
package io.edgedfa.host.bench.peer;
