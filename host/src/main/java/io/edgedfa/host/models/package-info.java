/**
 * Models for boards, signed, as files: {@code FOLDER/ID/VERSION/model.onnx} and {@code manifest} beside it.
 *
 * <p>Invariant: what is on the shelf is whole, was signed by a {@link io.edgedfa.host.models.SigningKey}, and is never changed; a
 * version is put there once. Private keys never leave their files, which nobody but their owner may read.
 *
 * <p>Neighbours: what is signed is defined by {@code device.update}, which verifies it on the board; {@code host.web} hands the
 * files out, {@code host.fleet.rollout} tells boards to fetch them.
 */
package io.edgedfa.host.models;
