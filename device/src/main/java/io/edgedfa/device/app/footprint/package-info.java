/**
 * What the board program takes of a machine: memory while it learns, time until it predicts, room on the disk.
 *
 * <p>Invariant: what is measured is what is installed, {@code device.image}'s launcher with the shipped options in a process of its
 * own; nothing of it is left behind. Neighbours: {@code device.app} asks; boards are tried out in folders of their own.
 */
package io.edgedfa.device.app.footprint;
