/**
 * The port behind which graphs run: compile a graph over a state, then run it as often as wanted.
 *
 * <p>Invariant: {@link io.edgedfa.engine.Engines} is the one place that chooses an engine; a forced choice never falls back.
 * Engines keep no weights: all values that live from run to run are in {@link io.edgedfa.engine.State}, which several
 * programs may share. Neighbours: runs what {@code graph} describes; engines are packages below this one.
 */
package io.edgedfa.engine;
