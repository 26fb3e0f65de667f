/**
 * How fast a training step is: side by side with peers, against what the machine could do, and in bytes.
 *
 * <p>Invariant: sides are measured in turns, never one after the other, and a ratio is the median over pairs of turns, so that
 * whatever else the machine does meets both; no number is assumed, peaks are measured in the same run. Neighbours: sides are in
 * {@code host.bench.peer}; networks come from {@code host.experiment}; {@code host.app} gives it a command line.
 */
package io.edgedfa.host.bench;
