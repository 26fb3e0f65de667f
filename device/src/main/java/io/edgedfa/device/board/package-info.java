/**
 * Readings of the machine the process runs on, from the files the kernel offers.
 *
 * <p>Invariant: the root of those files is injected; a reading that is not there is absent, never 0. Neighbours: read by
 * {@code device.app} for reports; knows nothing of learning.
 */
package io.edgedfa.device.board;
