/**
 * What the host remembers of the fleet: boards, their numbers over time, and what happened to them. {@link
 * io.edgedfa.host.store.Store} is the door to it: writes are handed on, questions are asked on connections of their own.
 *
 * <p>Invariant: callers never wait for the disk to write; what they read is committed. JDBC stays in this package and the ones below
 * it; statements keep to SQL that SQLite and PostgreSQL share, with bound parameters.
 *
 * <p>Neighbours: {@code host.fleet} writes, {@code host.web} reads. Below it: {@code board} are the values, {@code delivery} what is
 * promised about them, {@code writer} writes, {@code series} keeps numbers over time, {@code database} holds the connections. The
 * ledgers and the runs beside them are not known here.
 */
package io.edgedfa.host.store;
