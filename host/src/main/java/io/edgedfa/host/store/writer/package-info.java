/**
 * One thread that writes what boards deliver: gathered for a moment, stored in one transaction, then told.
 *
 * <p>Invariant: one bounded queue, one thread; when the queue is full a delivery is refused, never delayed. After a rollback nothing
 * of the transaction is believed. What the database will never accept costs only the delivery that holds it.
 *
 * <p>Neighbours: {@code host.store} is the only user; {@code host.store.series} trims on the same thread.
 */
package io.edgedfa.host.store.writer;
