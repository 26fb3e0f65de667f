/**
 * What the board must still know after the power was cut: checkpoints, replay memory, events, and what is to be told the host;
 * in one SQLite file.
 *
 * <p>Invariant: what a method has returned from is on the disk, whole; a power cut or a kill at any other moment leaves what
 * was there before. Each change is one transaction (write-ahead log, {@code synchronous = FULL}). What is read back is either
 * what was written (tensors, facts and memory carry CRC-32C checksums) or a
 * {@link io.edgedfa.device.store.CorruptStoreException}. Everything is bounded by {@link io.edgedfa.device.store.StoreLimits}.
 * One process writes, kept apart by a lock file; others may read meanwhile. What facts, tensors and events mean is not known
 * here. This is the only package of the board that speaks JDBC.
 *
 * <p>Neighbours: none are used. The board's application opens the store; the learning loop saves and restores through it,
 * telemetry empties the outbox.
 */
package io.edgedfa.device.store;
