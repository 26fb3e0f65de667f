/**
 * Bringing a model to many boards: first to a few, the canaries, then to the rest, and no further when too many refuse it.
 *
 * <p>Invariant: a rollout is in the database before its first board is asked; every board is asked once, by a command, whose state
 * is the only record of how that board fared. {@link io.edgedfa.host.fleet.rollout.Progress} decides without clock or IO;
 * {@link io.edgedfa.host.fleet.rollout.Rollouts} does it, also after a restart, and beside other hosts on the same database.
 *
 * <p>Neighbours: commands go through {@code host.fleet.command}, rollouts are kept in {@code host.store.ledger}; what boards fetch
 * stands on the shelf of {@code host.models}.
 */
package io.edgedfa.host.fleet.rollout;
