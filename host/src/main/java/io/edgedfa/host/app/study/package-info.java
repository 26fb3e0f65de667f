/**
 * The command line of named experiments: options, and what is seen while they run.
 *
 * <p>Invariant: knows no experiment; all it has is a {@link io.edgedfa.host.experiment.study.Study}. Neighbours: {@code host.app.train}
 * hangs its commands below {@code experiment}.
 */
package io.edgedfa.host.app.study;
