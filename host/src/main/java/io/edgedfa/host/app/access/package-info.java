/**
 * The commands that say who may do what: {@code token}, {@code audit}, {@code enroll}, {@code revoke}. They work on the host's
 * database and the authority's folder themselves; a host need not run.
 *
 * <p>Invariant: a secret is read from a file and written to one; the one exception is a new token, which is printed once.
 *
 * <p>Neighbours: {@code host.access} and {@code host.access.authority} do the work.
 */
package io.edgedfa.host.app.access;
