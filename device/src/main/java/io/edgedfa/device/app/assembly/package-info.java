/**
 * What a board's configuration names, opened and checked together: model, source of samples, held-out set, engine, replay memory.
 *
 * <p>{@link io.edgedfa.device.app.assembly.Board} has all of it.
 *
 * <p>Invariant: what was opened fits each other, or it is refused in one line with the configuration's file, line, key and value;
 * nothing learns here, and opening changes no file. Neighbours: {@code device.app} opens a board,
 * {@code device.app.run} runs it, {@code device.app.update} tries another model beside it.
 */
package io.edgedfa.device.app.assembly;
