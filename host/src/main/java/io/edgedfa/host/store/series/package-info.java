/**
 * Numbers over time: how fine they are kept for how long ({@link io.edgedfa.host.store.series.Retention}), how they become minutes
 * and hours, and how they are asked for.
 *
 * <p>Invariant: the database trims itself; a reading is in one of the tables of readings, minutes and hours, and moves as a whole
 * within one transaction, so an answer made from all three counts it once.
 *
 * <p>Neighbours: {@code host.store.writer} adds readings and calls the next step of the {@link
 * io.edgedfa.host.store.series.Rollup}; {@code host.store} asks.
 */
package io.edgedfa.host.store.series;
