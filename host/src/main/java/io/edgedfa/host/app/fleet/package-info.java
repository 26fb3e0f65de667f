/**
 * The fleet in a terminal: what a host's API says, as tables for people or as JSON, and commands given to boards.
 *
 * <p>Invariant: nothing a board or the host says reaches the terminal with control characters in it; a host that is away or
 * refuses gives one line. Neighbours: talks HTTP with a running host, and uses nothing of the program but that.
 */
package io.edgedfa.host.app.fleet;
