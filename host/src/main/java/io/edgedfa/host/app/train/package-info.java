/**
 * The commands that make models: {@code experiment} with {@code train}, {@code pretrain}, {@code head}, and the bar that is seen
 * while they run.
 *
 * <p>Invariant: values are checked, and files tried, before the work begins; a value that cannot be used is answered with its option.
 *
 * <p>Neighbours: {@code host.experiment}, {@code host.pretrain} and {@code host.data} do the work; {@code host.app.study} is the
 * command line of the named experiments, which {@code experiment} lists. Nothing of the fleet is known here.
 */
package io.edgedfa.host.app.train;
