/**
 * The contract between who brings a board's messages and who stores them: what one message brings, its place among those that must
 * not be lost, and what became of it.
 *
 * <p>Invariant: a delivery is committed as a whole or not at all, and a numbered one once and in order; an {@link
 * io.edgedfa.host.store.delivery.Outcome} is told only after the commit.
 *
 * <p>Neighbours: {@code host.fleet} delivers and listens, {@code host.store.writer} keeps the contract, {@code host.store.ledger}
 * takes the answers to commands. Nobody else delivers.
 */
package io.edgedfa.host.store.delivery;
