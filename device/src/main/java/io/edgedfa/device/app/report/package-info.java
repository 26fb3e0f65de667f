/**
 * What a board tells its host: reports of its learning and its machine, and the entries of its store, as Sparkplug metrics.
 *
 * <p>Invariant: a reading that is absent is no metric; each entry goes out with the number that the store gave it, also one that
 * cannot be read. Neighbours: {@code device.app.run} asks for reports; entries come from {@code device.store}, and
 * {@code device.telemetry} brings all of it out.
 */
package io.edgedfa.device.app.report;
