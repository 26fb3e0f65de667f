/**
 * The host's command line: arguments, configuration, wiring, and the demo.
 *
 * <p>Invariant: the only package that reads arguments and the environment; nothing depends on it.
 */
package io.edgedfa.host.app;
