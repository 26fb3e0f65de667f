package io.edgedfa.host.experiment.study;

import io.edgedfa.host.experiment.report.Report;
import java.util.List;

/** A named experiment: which runs, and how their results become tables and plots. */
public interface Study {

    /** What it is called on the command line and in files: small letters and digits. */
    String name();

    /** One line for help. */
    String summary();

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
