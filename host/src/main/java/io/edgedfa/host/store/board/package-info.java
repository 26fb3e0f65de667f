/**
 * Boards as the host remembers them, and what they say: a name, a record, readings, events, answers to commands.
 *
 * <p>Invariant: values only, checked when they are made and never changed; no database, no clock, no thread.
 *
 * <p>Neighbours: the words that {@code host.fleet}, {@code host.store} and {@code host.web} share.
 */
package io.edgedfa.host.store.board;
