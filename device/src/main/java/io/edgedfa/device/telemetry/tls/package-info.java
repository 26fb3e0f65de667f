/**
 * Keys and certificates in files: what it takes to speak TLS, and to be believed by the other side.
 *
 * <p>Invariant: files are read at every use, so that renewed ones are found; a key file that others can read is refused. Only the
 * JDK is used.
 *
 * <p>Neighbours: connections of {@code device.telemetry}, and the host's web server.
 */
package io.edgedfa.device.telemetry.tls;
