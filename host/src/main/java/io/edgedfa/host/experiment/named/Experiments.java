package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.study.Study;
import java.util.List;

/** All named experiments, in the order of the help. */
public final class Experiments {

    public static final List<Study> ALL = List.of(new Table1(), new AllRules(), new Deep(), new Transfer(), new GanInit(), new Sigmoid());

    private Experiments() {}
}
