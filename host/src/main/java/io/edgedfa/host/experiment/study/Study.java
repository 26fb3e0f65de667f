package io.edgedfa.host.experiment.study;

import io.edgedfa.host.experiment.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A named experiment: which runs, and how their results become tables and plots. */
public interface Study {

    /** What it is called on the command line and in files: small letters, digits and dashes. */
    String name();

    /** One line for help. */
    String summary();

    /** Options that take a list of numbers and that only this experiment has: what help says by name; {@link Plan#numbers} has the values. */
    default Map<String, String> options() {
        return Map.of();
    }

    /** Told before anything is run. @param folder of the results, where trials may keep what they share and would have to make again */
    default void keepIn(Path folder) {}

    /** What is run unless told otherwise. @param quick whether minutes must do */
    Plan plan(boolean quick);

    /**
     * The runs of a plan, all different, in the order they should start.
     *
     * @throws IllegalArgumentException starting with the option's name if the plan cannot be run
     */
    List<Trial> trials(Plan plan);

    /**
     * What the runs gave; the first table of the first section is also shown while they run.
     *
     * @param outcomes of every trial of the plan; some may be pending, have diverged, or have failed
     */
    Report report(Plan plan, Outcomes outcomes);
}
