/**
 * The named experiments, one file each: which runs, and what their results say.
 *
 * <p>To add one, write a class that is a {@link io.edgedfa.host.experiment.study.Study} and list it in
 * {@link io.edgedfa.host.experiment.named.Experiments}; command, resuming, files and plots come with that.
 *
 * <p>Invariant: a study is a function from plan to runs and from outcomes to a report; it runs nothing itself. Neighbours:
 * builds on {@code host.experiment.study} and {@code host.experiment.report}; {@code host.app} gives each a command.
 */
package io.edgedfa.host.experiment.named;
