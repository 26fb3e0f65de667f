package io.edgedfa.host.experiment.named;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.StateBytes;
import io.edgedfa.host.experiment.TrainRun;
import io.edgedfa.host.experiment.named.TransferTrial.Way;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.study.Outcome;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DrawnDigits;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferTest {

    private static final TrainTestSplit DIGITS = new TrainTestSplit("digits", DrawnDigits.train(1), DrawnDigits.test(1));
    private static final Progress SILENT = new Progress() {
        @Override
        public void step(long step) {}

        @Override
        public void epoch(EpochScore score) {}
    };

    private static Plan plan(String net, int samples, double... labels) {
        return new Plan("digits", List.of(net), 2, 1, samples, "ort", Map.of("labels", Arrays.stream(labels).boxed().toList()), false);
    }

    private static final Plan PLAN = plan("fc2-8", 200, 50);

    @Test
    void shouldHaveEveryArmForEveryNumberOfLabels() {
        List<String> titles = new Transfer().trials(plan("fc2-8", 200, 50, 0)).stream().map(Trial::title).filter(title -> title.endsWith("seed 2")).toList();
        assertEquals(12, titles.size());
        for (String labels : List.of("50", "all")) {
            for (String arm : List.of("body frozen, bp", "body frozen, dfa", "all layers learn, bp", "all layers learn, dfa", "from scratch, bp",
                    "from scratch, dfa")) {
                assertEquals(1, titles.stream().filter(("fc2-8, " + arm + ", " + labels + " labels, seed 2")::equals).count(), arm);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"bp", "dfa"})
    void shouldKeepEveryBitOfTheBodyWhenItIsFrozen(String rule) {
        assertArrayEquals(body(Way.FROZEN, rule, false), body(Way.FROZEN, rule, true));
    }

    @Test
    void shouldChangeTheBodyWhenAllLayersLearn() {
        assertFalse(Arrays.equals(body(Way.ALL, "dfa", false), body(Way.ALL, "dfa", true)));
    }

    @Test
    void shouldStartFromThePretrainedBodyUnlessFromScratch() {
        assertArrayEquals(body(Way.FROZEN, "bp", false), body(Way.ALL, "dfa", false));
        assertFalse(Arrays.equals(body(Way.SCRATCH, "bp", false), body(Way.ALL, "bp", false)));
    }

    @Test
    void shouldTrainABodyOnceWhenSeveralTrialsNeedIt() {
        TransferTrial trial = trial(Way.ALL, "bp");
        TrainTestSplit source = TransferTrial.source(DIGITS);
        assertSame(trial.bodies().trained(trial.pretraining(), source), trial.bodies().trained(trial.pretraining(), source));
    }

    @Test
    void shouldLearnTheOtherClassesOnly() {
        Dataset source = TransferTrial.source(DIGITS).train();
        for (int i = 0; i < 50; i++) {
            assertEquals(true, source.label(i) < 5);
        }
        Dataset target = DIGITS.classes(5, 5).first(50).repeatedTo(TransferTrial.LEAST_PER_EPOCH).train();
        assertEquals(2_000, target.size());
        assertEquals(5, target.classes());
        assertEquals(target.label(7), target.label(57));
    }

    @ParameterizedTest
    @CsvSource({
        "fc1-8, 200, 50, 'nets: ''fc1-8'' has 2 blocks; transfer needs at least 3, a body and a head of two'",
        "fc2-8, 200, 50000, 'labels = 50000, allowed: 0 to '",
        "fc2-8, 50000, 50, 'samples = 50000, allowed: 0 to '",
        "fc2-8, 200, 1.5, 'labels = 1.5, allowed: whole numbers from 0'",
        "fc2-8, 200, -1, 'labels = -1, allowed: whole numbers from 0'",
    })
    void shouldRefuseWhenAValueDoesNotFit(String net, int samples, double labels, String message) {
        String refusal = assertThrows(IllegalArgumentException.class,
                () -> new Transfer().trials(plan(net, samples, labels)).forEach(trial -> trial.memory(DIGITS))).getMessage();
        assertEquals(message, refusal.substring(0, Math.min(message.length(), refusal.length())));
    }

    /** Backpropagation's error is 10 + seed, direct feedback alignment's 12 + 2 * seed. */
    @Test
    void shouldCompareRulesSeedBySeed() {
        Transfer transfer = new Transfer();
        Outcomes outcomes = Outcomes.pending(transfer.trials(PLAN));
        for (Trial trial : transfer.trials(PLAN)) {
            TransferTrial run = (TransferTrial) trial;
            double error = run.settings().rule().equals("bp") ? 10 + run.settings().seed() : 12 + 2 * run.settings().seed();
            outcomes = outcomes.with(trial, Outcome.finished(new TrialResult(List.of(new EpochScore(1, error, 1, 1, List.of(80.0))), Map.of(),
                    StateBytes.NONE, null)));
        }
        Report report = transfer.report(PLAN, outcomes);
        assertEquals(List.of("net", "body", "rule", "50 labels"), report.sections().get(0).tables().get(0).header());
        assertEquals(List.of("fc2-8", "body frozen", "dfa", "15.00 ± 1.41"), report.sections().get(0).tables().get(0).rows().get(1));
        assertEquals(List.of("fc2-8", "body frozen", "dfa", "+3.50 ± 0.71"), report.sections().get(1).tables().get(0).rows().get(0));
    }

    private static TransferTrial trial(Way way, String rule) {
        return new Transfer().trials(PLAN).stream().map(TransferTrial.class::cast)
                .filter(trial -> trial.way() == way && trial.settings().rule().equals(rule)).findFirst().orElseThrow();
    }

    private static float[] body(Way way, String rule, boolean trained) {
        try (TrainRun run = trial(way, rule).start(DIGITS)) {
            if (trained) {
                run.run(SILENT);
            }
            return run.parameters().values().get("block1.weight");
        }
    }
}
