/**
 * The command {@code bundle}: a board's kind, model, broker and identity become the packages that are installed on it.
 *
 * <p>Invariant: everything that could keep the board from starting (model, source, configuration, C library) is looked at here,
 * before anything is written. Neighbours: {@code host.bundle} writes packages; {@code device.image} makes the program;
 * {@code host.app.access} enrolls the board as the command {@code enroll} does.
 */
package io.edgedfa.host.app.bundle;
