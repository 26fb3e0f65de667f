package io.edgedfa.host.experiment.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How every trial of an experiment ended, if it did, in the order of the trials. */
public record Outcomes(Map<Trial, Outcome> all) {
    public Outcomes {
        all = new LinkedHashMap<>(all);
    }

    /** Nothing has ended yet. */
    public static Outcomes pending(List<Trial> trials) {
        Map<Trial, Outcome> all = new LinkedHashMap<>();
        trials.forEach(trial -> all.put(trial, Outcome.PENDING));
        return new Outcomes(all);
    }

    /** The same with one more known. */
    public Outcomes with(Trial trial, Outcome outcome) {
        Outcomes more = new Outcomes(all);
        more.all.put(trial, outcome);
        return more;
    }

    /** @throws IllegalArgumentException for a trial that was not part of it */
    public Outcome of(Trial trial) {
        Outcome outcome = all.get(trial);
        if (outcome == null) {
            throw new IllegalArgumentException("no outcome of " + trial.title());
        }
        return outcome;
    }

    /** Of some trials, one cell of a table, in their order. */
    public Cell cell(List<? extends Trial> trials) {
        return new Cell(trials.stream().map(this::of).toList());
    }

    public long count(Outcome.Status status) {
        return all.values().stream().filter(outcome -> outcome.status() == status).count();
    }
}
