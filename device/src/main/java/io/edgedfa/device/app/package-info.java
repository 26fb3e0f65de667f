/**
 * The board's command line: arguments, and what each command prints.
 *
 * <p>Invariant: the only package that reads arguments and the environment; nothing depends on it. Neighbours: opens boards of
 * {@code device.app.assembly} and runs them with {@code device.app.run}.
 */
package io.edgedfa.device.app;
