package io.edgedfa.host.experiment.named;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.StateBytes;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.study.Outcome;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.TrainTrial;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Table1Test {

    private static final Plan PLAN = new Plan("mnist", List.of("fc1-1000", "784-5-10"), 2, 3, 0, "ort", false);

    @Test
    void shouldRunTheWholePublishedTableByDefault() {
        Plan plan = new Table1().plan(false);
        assertEquals(List.of("fc1-1000", "fc2-1000", "fc3-800", "fc4-800", "conv1-5x5", "conv2-5x5"), plan.nets());
        assertEquals(6 * 4 * 10, new Table1().trials(plan).size());
        assertEquals(100, plan.epochs());
    }

    @Test
    void shouldCoverAllNetsWhenQuick() {
        assertEquals(new Table1().plan(false).nets(), new Table1().plan(true).nets());
    }

    @Test
    void shouldTrainAsPublished() {
        for (Trial trial : new Table1().trials(PLAN)) {
            assertTrue(trial.asJson().toString().matches(".*\"rule\":\"fa\".*\"optimizer\":\"adam\",\"learningRate\":1.0E-4,.*"
                    + "\"activation\":\"tanh\".*\"loss\":\"cross-entropy\".*"), trial.asJson().toString());
        }
    }

    /** Seed s under the f-th initialiser ends its epochs with errors f + s, f + s - 1, f + s - 0.5. */
    @Test
    void shouldPutMeanAndDeviationOfTheLowestBesideThePublished() {
        Outcomes outcomes = Outcomes.pending(new Table1().trials(PLAN));
        List<String> feedback = List.of("kaiming-uniform", "orthogonal", "orthogonal-kaiming", "orthogonal-sparse");
        for (Trial trial : new Table1().trials(PLAN)) {
            TrainTrial train = (TrainTrial) trial;
            double error = feedback.indexOf(train.settings().feedback()) + train.settings().seed();
            outcomes = outcomes.with(trial, Outcome.finished(new TrialResult(List.of(score(1, error), score(2, error - 1),
                    score(3, error - 0.5)), Map.of(), StateBytes.NONE, null)));
        }
        Report report = new Table1().report(PLAN, outcomes);
        assertEquals(List.of("fc1-1000", "0.50 ± 0.71", "1.50 ± 0.71", "2.50 ± 0.71", "3.50 ± 0.71"),
                report.sections().get(0).tables().get(0).rows().get(0));
        assertEquals(List.of("fc1-1000", "1.00 ± 0.71", "2.00 ± 0.71", "3.00 ± 0.71", "4.00 ± 0.71"),
                report.sections().get(1).tables().get(0).rows().get(0));
        List<List<String>> beside = report.sections().get(2).tables().get(0).rows();
        assertEquals(List.of("fc1-1000", "OFA", "1.50 ± 0.71", "1.77 ± 0.04", "-0.27"), beside.get(1));
        assertEquals(List.of("784-5-10", "OSFA", "3.50 ± 0.71", "-", "-"), beside.get(7));
    }

    private static EpochScore score(int epoch, double error) {
        return new EpochScore(epoch, error, 1, 1, List.of());
    }
}
