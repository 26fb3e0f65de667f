/**
 * Data sets by name: drawn, from a folder, or found, downloaded and checked.
 *
 * <p>Invariant: bytes that were not checked against a pinned hash are never taken for MNIST, and a download that fails
 * leaves nothing behind. This package reads no environment: folders and mirrors are passed in. Neighbours: gives
 * {@code io.edgedfa.stream} data sets to {@code host.experiment}; {@code host.app} wires it.
 */
package io.edgedfa.host.data;
