/**
 * Commands from the host: kept, carried out, answered.
 *
 * <p>{@link io.edgedfa.device.app.command.CommandDesk} takes each in, {@link io.edgedfa.device.app.command.Action}s carry it out,
 * by name.
 *
 * <p>Invariant: a command is in the store before it is begun, and its answer is in the outbox in the same transaction as its new
 * state, so a command with one id is carried out once and answered once, whenever the process is killed; without a store
 * nothing is carried out. Nothing a command says can stop the board. Neighbours: keeps in {@code device.store}; what the actions
 * do is wired by {@code device.app.run}.
 */
package io.edgedfa.device.app.command;
