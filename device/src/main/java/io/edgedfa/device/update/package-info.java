/**
 * New models over the air: fetched, verified, tried, taken into use, and given up again if they do not do.
 *
 * <p>A model travels as a file and a {@link io.edgedfa.device.update.Manifest} that is signed with Ed25519
 * ({@link io.edgedfa.device.update.SignedManifest}). {@link io.edgedfa.device.update.ModelFetch} brings both into the free one of
 * two {@link io.edgedfa.device.update.ModelSlots slots}; which slot the next start takes is one small file, replaced as a whole.
 *
 * <p>Invariant: whatever is interrupted, and whenever, the next start takes the old model or the new one, whole and verified, or
 * else the model the board came with. Nothing that was not signed by a trusted key is ever taken.
 *
 * <p>Neighbours: {@code device.app.update} decides when, tries a model on the held-out set and answers the host; the host signs with
 * {@link io.edgedfa.device.update.Manifest} too.
 */
package io.edgedfa.device.update;
