package io.edgedfa.host.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.OutOfMemoryException;
import io.edgedfa.host.data.TrainTestSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplicaRunTest {

    private static List<ReplicaRun.Ended> run(List<TrainSettings> settings, TrainTestSplit data, List<Recorder> recorders) {
        try (ReplicaRun run = new ReplicaRun(settings, data, first -> new LoopingReplicas(100))) {
            return run.run(recorders);
        }
    }

    private static List<ReplicaRun.Ended> run(List<TrainSettings> settings, TrainTestSplit data) {
        return run(settings, data, settings.stream().map(one -> new Recorder()).toList());
    }

    private static final class Recorder implements Progress {
        private final List<Long> steps = new ArrayList<>();
        private final List<EpochScore> epochs = new ArrayList<>();

        @Override
        public void step(long step) {
            steps.add(step);
        }

        @Override
        public void epoch(EpochScore score) {
            epochs.add(score);
        }
    }

    /** Different seeds, initial weights, feedback and rates; batches that do not divide the samples; angles. */
    @Test
    void shouldGiveEachRunTheNumbersItHasAlone() {
        TrainSettings base = Stripes.settings("dfa", "adam", 0.01, 8, 3, 1).but().angles(true).build();
        List<TrainSettings> settings = List.of(base, base.but().seed(2).build(), base.but().learningRate(0.03).build(),
                base.but().init("framework").feedback("orthogonal").seed(4).build());
        TrainTestSplit data = Stripes.split(61, 505);
        List<ReplicaRun.Ended> together = run(settings, data);
        for (int i = 0; i < settings.size(); i++) {
            try (TrainRun alone = new TrainRun(settings.get(i), data)) {
                TrainResult expected = alone.run(new Recorder());
                TrainResult actual = together.get(i).result();
                assertEquals(settings.get(i), actual.settings());
                assertEquals(expected.epochs().size(), actual.epochs().size());
                for (int epoch = 0; epoch < expected.epochs().size(); epoch++) {
                    EpochScore one = expected.epochs().get(epoch);
                    EpochScore other = actual.epochs().get(epoch);
                    assertEquals(one.trainLoss(), other.trainLoss(), 1e-12, "loss of run " + i);
                    assertEquals(one.testErrorPercent(), other.testErrorPercent(), 1e-12, "error of run " + i);
                    assertEquals(one.angleDegrees(), other.angleDegrees(), "angles of run " + i);
                }
            }
        }
        assertNotEquals(together.get(0).result().epochs().get(0).trainLoss(), together.get(1).result().epochs().get(0).trainLoss());
        assertEquals("a loop", together.get(0).result().provenance().device());
    }

    /** A deep network without activations at a rate that lets its weights grow beyond all numbers in one step. */
    private static TrainSettings exploding() {
        return Stripes.settings("dfa", "sgd", 1e6, 21, 1, 1).but().net("fc100-8").activation("identity").build();
    }

    @Test
    void shouldGoOnWithTheOthersWhenOneDiverges() {
        TrainSettings calm = exploding().but().epochs(2).learningRate(1e-6).build();
        List<TrainSettings> settings = List.of(calm, calm.but().learningRate(1e6).build(), calm.but().seed(3).build());
        List<Recorder> recorders = IntStream.range(0, 3).mapToObj(i -> new Recorder()).toList();
        List<ReplicaRun.Ended> ended = run(settings, Stripes.split(84, 5), recorders);
        assertEquals("loss NaN in epoch 1, step 2 of 4", ended.get(1).diverged().where());
        assertEquals(null, ended.get(1).result());
        for (int i : List.of(0, 2)) {
            assertEquals(2, ended.get(i).result().epochs().size());
            assertEquals(List.of(4L, 8L), recorders.get(i).steps);
            assertEquals(2, ended.get(i).learningSeconds().size());
        }
        assertTrue(recorders.get(1).epochs.isEmpty());
    }

    @Test
    void shouldSayThatAnswersAreNotFiniteWhereOnlyTheyTell() {
        assertEquals("no finite answers after epoch 1", run(List.of(exploding()), Stripes.split(21, 5)).get(0).diverged().where());
    }

    @Test
    void shouldTellSettingsApartThatCannotRunTogether() {
        TrainSettings base = Stripes.settings("dfa", "adam", 0.01, 8, 3, 1);
        assertEquals(ReplicaRun.likeness(base), ReplicaRun.likeness(
                base.but().seed(9).init("orthogonal").feedback("orthogonal").learningRate(1).build()));
        for (TrainSettings other : List.of(base.but().rule("fa").build(), base.but().batch(9).build(), base.but().epochs(4).build(),
                base.but().optimizer("sgd").build(), base.but().net("fc1-9").build(), base.but().samples(5).build(),
                base.but().feedback("regenerated").build(), base.but().activation("tanh").build())) {
            assertNotEquals(ReplicaRun.likeness(base), ReplicaRun.likeness(other), other.toString());
        }
        assertThrows(IllegalArgumentException.class, () -> run(List.of(base, base.but().batch(9).build()), Stripes.split(61, 5)));
    }

    @Test
    void shouldTakeAsManyAsFitWhenTheEstimateWasTooHigh() {
        TrainSettings base = Stripes.settings("dfa", "adam", 0.01, 8, 1, 1);
        List<TrainSettings> settings = IntStream.range(0, 10).mapToObj(seed -> base.but().seed(seed).build()).toList();
        try (ReplicaRun run = ReplicaRun.ofFirst(settings, Stripes.split(16, 5), 9, first -> new LoopingReplicas(3))) {
            assertEquals(settings.subList(0, 2), run.settings());
        }
        try (ReplicaRun run = ReplicaRun.ofFirst(settings, Stripes.split(16, 5), 2, first -> new LoopingReplicas(100))) {
            assertEquals(settings.subList(0, 2), run.settings());
        }
        assertThrows(OutOfMemoryException.class,
                () -> ReplicaRun.ofFirst(settings, Stripes.split(16, 5), 9, first -> new LoopingReplicas(0)));
    }

    @Test
    void shouldRefuseAnEngineThatTakesNoReplicas() {
        TrainSettings settings = Stripes.settings("dfa", "adam", 0.01, 8, 3, 1);
        assertEquals("engine 'ort' takes no replicas", assertThrows(EngineException.class,
                () -> new ReplicaRun(List.of(settings), Stripes.split(61, 5), first -> Engines.open("ort", 1))).getMessage());
    }
}
