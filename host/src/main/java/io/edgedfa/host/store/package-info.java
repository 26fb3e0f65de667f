/**
 * What the host remembers: boards, their numbers over time, and what happened to them, in one SQL database.
 *
 * <p>Invariant: callers never wait for the disk. Writes go through one bounded queue to one writer thread that commits in
 * batches; when the queue is full a write is dropped and counted, never delayed. Readers have a connection of their own. The
 * database trims itself ({@link io.edgedfa.host.store.Retention}). This is the only package of the host that speaks JDBC; its
 * statements keep to SQL that PostgreSQL understands as well, the few words that are SQLite's own are in {@code Schema}.
 *
 * <p>Neighbours: {@code host.fleet} writes, {@code host.web} reads.
 */
package io.edgedfa.host.store;
