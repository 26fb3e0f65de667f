/**
 * From a graph to what a card is given: CUDA C, launches in order, and which memory they touch. Pure: no card, no library.
 *
 * <p>Every tensor is either stored or an expression. {@link io.edgedfa.engine.cuda.lowering.Placement} decides which;
 * {@link io.edgedfa.engine.cuda.lowering.Reading} writes an expression where it is read, so a chain of element-wise
 * operators, transposes, paddings and gathers becomes one kernel with one pass over memory. Products go to cuBLAS, long sums
 * get a kernel of their own. {@link io.edgedfa.engine.cuda.lowering.Schedule} puts all in order, updates last, and merges.
 *
 * <p>Invariant: deterministic: the same graphs give the same text, and no kernel adds floats in an order that depends on time.
 * Every tensor has a leading replica axis, or is one for all replicas. The C is plain: no library functions beyond CUDA's
 * built-in mathematics, nothing newer than C++14. Neighbours: reads {@code graph}; {@code engine.cuda} runs a
 * {@link io.edgedfa.engine.cuda.lowering.Plan}.
 */
package io.edgedfa.engine.cuda.lowering;
