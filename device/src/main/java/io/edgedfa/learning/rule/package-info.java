/**
 * Learning rules, one small file each: who carries the error to each block.
 *
 * <p>A rule answers one question ({@link io.edgedfa.learning.rule.LearningRule}) with the help of
 * {@link io.edgedfa.learning.rule.ErrorPropagation}; {@link io.edgedfa.learning.rule.Rules} knows them by name and draws their feedback, {@link io.edgedfa.learning.rule.Feedback}
 * how it is drawn or computed anew.
 *
 * <p>Invariant: feedback is drawn when a rule is made, in block order, from the generator passed in, never later. Neighbours:
 * builds on {@code network} and {@code graph}; {@code learning} asks a rule for signals.
 */
package io.edgedfa.learning.rule;
