/**
 * A board that runs: the loop with all that stands around it, from taking up what the process before left to saving the model.
 *
 * <p>{@link io.edgedfa.device.app.run.BoardRun} has the order of things.
 *
 * <p>Invariant: one thread learns, and whatever changes how it learns happens on that thread, between two samples; store, telemetry
 * and predictions work beside it and cannot hold it up. Neighbours: runs a board of {@code device.app.assembly} for
 * {@code device.app}; the loop itself is {@code device.agent}'s.
 */
package io.edgedfa.device.app.run;
