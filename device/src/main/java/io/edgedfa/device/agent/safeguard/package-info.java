/**
 * What keeps learning from doing harm: a guard that compares the model with a held-out set and has it rolled back, and a
 * governor that lets learning yield to heat, power, other programs and the hour.
 *
 * <p>Invariant: both only ever withhold learning; predictions go on whatever they decide. They decide from what they are
 * handed: no clock, sensor or store of their own. Neighbours: asked by the loop in {@code device.agent}.
 */
package io.edgedfa.device.agent.safeguard;
