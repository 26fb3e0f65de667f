/**
 * What the host remembers: boards, their numbers over time, and what happened to them, in one SQL database.
 *
 * <p>Invariant: callers never wait for the disk. Writes go through one bounded queue to one writer thread that commits in
 * batches; when the queue is full a write is refused, never delayed. Readers have connections of their own. The database trims
 * itself ({@link io.edgedfa.host.store.Retention}). JDBC stays in this package and the ones below it; statements keep to SQL that
 * SQLite and PostgreSQL share, what differs is in {@link io.edgedfa.host.store.Dialect}.
 *
 * <p>Neighbours: {@code host.fleet} writes, {@code host.web} reads.
 */
package io.edgedfa.host.store;
