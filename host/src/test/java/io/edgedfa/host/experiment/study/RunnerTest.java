package io.edgedfa.host.experiment.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.data.DataSets;
import io.edgedfa.host.data.IdxFiles;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.store.runs.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {

    @TempDir
    Path folder;

    private final Silent watcher = new Silent();
    private TrainTestSplit data;

    @BeforeEach
    void open() throws IOException {
        data = new DataSets(null).open(IdxFiles.write(folder.resolve("tiny")).toString());
    }

    @Test
    void shouldGiveOutcomesInTheOrderOfTheTrials() throws Exception {
        List<Trial> trials = List.of(new Scripted("fine", 3), new Scripted("fine", 1), new Scripted("fine", 2));
        Outcomes outcomes = run(trials, 3);
        assertEquals(trials, List.copyOf(outcomes.all().keySet()));
        assertEquals(1, outcomes.of(trials.get(1)).result().best().testErrorPercent());
    }

    @Test
    void shouldNotRepeatFinishedTrialsWhenRunAgain() throws Exception {
        Scripted first = new Scripted("fine", 1);
        Outcomes before = run(List.of(first), 1);
        Scripted second = new Scripted("fine", 2);
        Outcomes after = run(List.of(first, second), 1);
        assertEquals(1, first.runs().get());
        assertEquals(1, second.runs().get());
        assertEquals(before.of(first).result(), after.of(first).result());
        assertEquals(List.of("fine 1 FINISHED", "fine 1 FINISHED stored", "fine 2 FINISHED"), watcher.ended);
    }

    @Test
    void shouldMarkWhereATrialDivergedAndGoOnWithTheOthers() throws Exception {
        Scripted bad = new Scripted("diverges", 1);
        Scripted good = new Scripted("fine", 2);
        Outcomes outcomes = run(List.of(bad, good), 1);
        assertEquals(Outcome.diverged("loss NaN in epoch 1, step 2 of 2"), outcomes.of(bad));
        assertTrue(outcomes.of(good).isFinished());
    }

    @Test
    void shouldNotRepeatWhatDiverged() throws Exception {
        Scripted bad = new Scripted("diverges", 1);
        Outcomes before = run(List.of(bad), 1);
        assertEquals(before, run(List.of(bad), 1));
        assertEquals(1, bad.runs().get());
    }

    @Test
    void shouldTryAgainWhatFailed() throws Exception {
        Scripted broken = new Scripted("fails", 1);
        assertEquals(Outcome.failed("the engine is gone"), run(List.of(broken), 1).of(broken));
        run(List.of(broken), 1);
        assertEquals(2, broken.runs().get());
    }

    @Test
    void shouldMarkWhatRunsOutOfMemoryAndGoOn() throws Exception {
        Scripted large = new Scripted("swells", 1);
        Scripted good = new Scripted("fine", 2);
        Outcomes outcomes = run(List.of(large, good), 1);
        assertEquals(Outcome.failed("does not fit into memory (Java heap space)"), outcomes.of(large));
        assertTrue(outcomes.of(good).isFinished());
    }

    @Test
    void shouldRunNoMoreThanAskedForAtATime() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        run(IntStream.range(0, 20)
                .mapToObj(seed -> (Trial) new Scripted("fine", seed, new AtomicInteger(), atOnce, most)).toList(), 2);
        assertTrue(most.get() <= 2, "at a time: " + most);
    }

    @Test
    void shouldRunAlikeTrialsTogetherAsManyAsFitAndKeepEach() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<Trial> trials = List.of(new Alike("a", 1, 2, calls), new Scripted("fine", 5), new Alike("b", 2, 2, calls),
                new Alike("a", 3, 2, calls), new Alike("a", 4, 2, calls));
        Outcomes outcomes = run(trials, 4);
        assertEquals(trials, List.copyOf(outcomes.all().keySet()));
        assertEquals(3, calls.get(), "two of a, then the third, and b alone");
        assertEquals(4, outcomes.of(trials.get(4)).result().best().testErrorPercent());
        run(trials, 4);
        assertEquals(3, calls.get(), "all were kept");
    }

    @Test
    void shouldMarkAllOfAGroupThatFails() throws Exception {
        List<Trial> trials = List.of(new Alike("a", 1, 0, new AtomicInteger()), new Alike("a", 2, 0, new AtomicInteger()));
        Outcomes outcomes = run(trials, 2);
        trials.forEach(trial -> assertEquals(Outcome.failed("no room"), outcomes.of(trial)));
    }

    @Test
    void shouldTellRunsApartByEverySettingAndByTheData() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            Runner runner = new Runner(data, store, watcher);
            String key = runner.key(new Scripted("fine", 1));
            assertEquals(key, runner.key(new Scripted("fine", 1)));
            assertNotEquals(key, runner.key(new Scripted("fine", 2)));
            assertNotEquals(key, runner.key(new Scripted("other", 1)));
            assertNotEquals(key, new Runner(data.first(3), store, watcher).key(new Scripted("fine", 1)));
        }
    }

    private Outcomes run(List<Trial> trials, int parallel) throws InterruptedException {
        try (RunStore store = RunStore.open(folder)) {
            return new Runner(data, store, watcher).run(trials, parallel);
        }
    }
}
