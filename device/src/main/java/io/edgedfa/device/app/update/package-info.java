/**
 * New models on a running board: which one this start takes, the command that brings one, its tryout, its trial.
 *
 * <p>Invariant: a model that this room gives up, for whatever reason, leaves the one before in use; the loop ends when a
 * model is taken or given up, never for one that is refused. Neighbours: {@code device.update} fetches, verifies and keeps the
 * slots; {@code device.app.run} begins anew when a model is taken or given up.
 */
package io.edgedfa.device.app.update;
