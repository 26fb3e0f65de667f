/**
 * Named experiments, in general: many independent runs, remembered as they finish, then written down.
 *
 * <p>An experiment is a {@link io.edgedfa.host.experiment.study.Study}: which {@link io.edgedfa.host.experiment.study.Trial}s
 * to run, and how what they gave becomes tables and plots. Everything else, running them side by side, skipping what is
 * finished, refusing what cannot fit, files, is here once.
 *
 * <p>Invariant: what is written depends on the outcomes of the trials alone, not on when or in which order they ran; so an
 * experiment that was killed and started again ends with the same table. Neighbours: single runs in {@code host.experiment},
 * the studies in {@code host.experiment.named}, tables and plots in {@code host.experiment.report}, finished runs in
 * {@code host.store.runs}.
 */
package io.edgedfa.host.experiment.study;
