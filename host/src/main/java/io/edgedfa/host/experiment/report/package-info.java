/**
 * Tables and plots as values, and as Markdown, HTML and PNG.
 *
 * <p>Invariant: the same {@link io.edgedfa.host.experiment.report.Report} gives the same text; nothing here reads a clock,
 * and nothing of a page comes from elsewhere. What the numbers mean is not known here. Neighbours: filled by
 * {@code host.experiment.named}, written to files by {@code host.experiment.study}.
 */
package io.edgedfa.host.experiment.report;
