/**
 * What the host keeps besides the fleet's history, one class for the tables of one feature.
 *
 * <p>Invariant: a ledger reads and writes its own tables only, through {@link io.edgedfa.host.store.database.Database} and with bound
 * parameters; on return from a writing method the change is committed. The same statements run on every
 * {@link io.edgedfa.host.store.database.Dialect}; tests run them on all.
 *
 * <p>Neighbours: {@code host.store} knows no ledger; who uses a ledger is handed one by {@code host.app.serve}.
 */
package io.edgedfa.host.store.ledger;
