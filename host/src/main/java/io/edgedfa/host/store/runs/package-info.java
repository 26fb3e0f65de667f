/**
 * Finished runs of experiments, in one SQLite file per experiment.
 *
 * <p>Invariant: a run that {@link io.edgedfa.host.store.runs.RunStore#put} has returned from survives the process being killed
 * at any moment, and is found again under exactly the key it was put with. One process at a time has a file open. What a
 * result means is not known here. Neighbours: {@code host.experiment.study} writes and reads; {@code host.store} is another
 * database, of boards.
 */
package io.edgedfa.host.store.runs;
