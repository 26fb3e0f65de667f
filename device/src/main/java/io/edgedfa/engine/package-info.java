/**
 * The ports behind which graphs run: compile a graph over a state, then run it as often as wanted; or, where an engine can, many
 * replicas of one graph together, fed from tables in the engine's own memory.
 *
 * <p>Invariant: {@link io.edgedfa.engine.Engines} is the one place that chooses an engine; a forced choice never falls back, and
 * an automatic one trusts no accelerator before its self-test. Programs keep no weights: all values that live from run to run are
 * in {@link io.edgedfa.engine.State}, which several programs may share; an engine with memory of its own may hold them there
 * while its programs are open. Neighbours: runs what {@code graph} describes; engines are packages below this one.
 */
package io.edgedfa.engine;
