/**
 * What commands share: whether a terminal is there, how bad arguments are answered, files to write, and this program once more.
 *
 * <p>Invariant: knows no command; the entry point only by its name. Neighbours: {@code file} tries whether a file can be written; all
 * of {@code host.app} may use this.
 */
package io.edgedfa.host.app.console;
