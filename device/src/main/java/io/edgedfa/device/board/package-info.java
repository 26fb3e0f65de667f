/**
 * The machine the process runs on: what its sensors say, what the process takes of it, what it is; and the few requests to its
 * kernel and its service manager that Java has no words for.
 *
 * <p>Invariant: the root of the kernel's files is injected; a reading that is not there is absent, never 0. What native code
 * cannot do is a line of explanation, never an exception; JNA is not touched before something native is asked for. Neighbours:
 * {@code device.board.sensor} reads the sensors; the rooms of {@code device.app} ask for all of it; nothing here knows of learning.
 */
package io.edgedfa.device.board;
