/**
 * The commands that time training steps: {@code bench} beside peers, {@code bench-replicas} on a card.
 *
 * <p>Invariant: the only room that runs benchmarks; it measures nothing itself. Neighbours: {@code host.bench}.
 */
package io.edgedfa.host.app.bench;
