/**
 * Starting weights from unsupervised adversarial training: a generator that takes the data itself against a discriminator.
 *
 * <p>The generator is a network's blocks before its head, followed by their mirror image; the discriminator tells real inputs
 * from generated ones (Goodfellow et al. 2014, arXiv 1406.2661). One step of both is one graph
 * ({@link io.edgedfa.host.pretrain.AdversarialStep}). What is kept is a model with a card: the blocks, and an untrained head.
 *
 * <p>Invariant: settings and data determine every number; a run that was killed and taken up again from its checkpoint ends
 * with the same bytes. Neighbours: networks and training runs of {@code host.experiment}, data sets of {@code host.data};
 * {@code host.app} gives it a command, {@code host.experiment.named} judges what it is good for.
 */
package io.edgedfa.host.pretrain;
