package io.edgedfa.host.experiment.named;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.experiment.report.Markdown;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Study;
import io.edgedfa.host.experiment.study.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every named experiment. */
class ExperimentsTest {

    static Stream<Study> all() {
        return Experiments.ALL.stream();
    }

    @Test
    void shouldHaveDifferentNames() {
        assertEquals(Experiments.ALL.size(), Experiments.ALL.stream().map(Study::name).distinct().count());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeNamedInSmallLettersAndSayWhatItIsInALine(Study study) {
        assertTrue(study.name().matches("[a-z][a-z0-9-]*"), study.name());
        assertEquals(1, study.summary().lines().count());
        assertTrue(study.summary().endsWith("."), study.summary());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldMarkTheQuickPlanOnly(Study study) {
        assertTrue(study.plan(true).summary().startsWith("QUICK, not the full experiment: "));
        assertFalse(study.plan(false).summary().contains("QUICK"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldHaveTrialsThatAreDifferentAndEqualWhenMadeAgain(Study study) {
        List<Trial> trials = study.trials(study.plan(true));
        assertFalse(trials.isEmpty());
        assertEquals(trials.size(), new HashSet<>(trials).size());
        assertEquals(trials, study.trials(study.plan(true)));
    }

    /** The live table is a report of what has ended so far, and a report asks only for trials of its plan. */
    @ParameterizedTest
    @MethodSource("all")
    void shouldReportWhileEverythingIsPending(Study study) {
        Plan plan = study.plan(true);
        Report report = study.report(plan, Outcomes.pending(study.trials(plan)));
        assertFalse(report.sections().isEmpty());
        assertFalse(report.sections().get(0).tables().isEmpty());
        assertTrue(Markdown.of(report, false).contains("QUICK, not the full experiment"), "quick must be said in the table");
    }
}
