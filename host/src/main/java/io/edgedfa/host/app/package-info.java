/**
 * The host's command line: the entry point that names all commands.
 *
 * <p>Invariant: nothing depends on it; the rooms below it are the only ones that read arguments and the environment.
 *
 * <p>Neighbours: one room for each kind of command: {@code train}, {@code study} and {@code bench} to try out how boards should
 * learn, {@code serve} and {@code fleet} to watch those that do, {@code access}, {@code models} and {@code bundle} for what boards
 * are given; {@code console} is what they share.
 */
package io.edgedfa.host.app;
