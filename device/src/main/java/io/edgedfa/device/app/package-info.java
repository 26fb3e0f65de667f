/**
 * The board's command line: arguments, configuration, wiring.
 *
 * <p>Invariant: the only package that reads arguments and the environment; nothing depends on it.
 */
package io.edgedfa.device.app;
