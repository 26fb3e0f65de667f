/**
 * The board's sensors, one class for each place where a kernel shows them: which of their files exist is found once, then
 * each is read when asked.
 *
 * <p>Invariant: all paths resolve against an injected root; what is not there, or there but broken, is absent, never 0; a
 * broken file is reported once, naming it and its content. Units are in the names. Neighbours: {@code device.board} gathers
 * the sensors into one record; nothing of the project is used here.
 */
package io.edgedfa.device.board.sensor;
