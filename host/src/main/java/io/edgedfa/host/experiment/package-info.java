/**
 * One training run, from settings that fit on a command line to a result that fits in a file.
 *
 * <p>Invariant: a run is determined by its settings, its data and its machine; everything random comes from the settings'
 * seed through {@link io.edgedfa.network.Seeds}. Time is measured, never acted on. Neighbours: reads data sets from
 * {@code host.data}, builds on {@code network}, {@code learning} and {@code engine}; {@code host.app} gives it a command
 * line, {@code host.experiment.study} runs many, {@code host.pretrain} compares starts with them.
 */
package io.edgedfa.host.experiment;
