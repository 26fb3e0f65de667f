/**
 * Labelled samples: where they come from, how they drift, how well they are predicted.
 *
 * <p>Invariant: a source is deterministic given its files and its seed, and never knows who reads it. Neighbours: the
 * learning loop ({@code device.agent}) and the host's data sets read from here; this package reads nothing of the project.
 */
package io.edgedfa.stream;
