/**
 * The textbook's network: logistic units of one slope, squared error, a step of gradient descent after every sample.
 *
 * <p>Idea: the same steps twice, once by the program and once by the closed formulas, in double precision, in plain Java; where
 * both agree, the formulas tell how large updates are where floats would round them away. Invariant: rates are above 0 and at
 * most 1, slopes positive; dense networks only. Neighbours: trials for {@code host.experiment.study}, made into an experiment by
 * {@code host.experiment.named}.
 */
package io.edgedfa.host.experiment.textbook;
