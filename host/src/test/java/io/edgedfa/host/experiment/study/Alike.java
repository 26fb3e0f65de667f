package io.edgedfa.host.experiment.study;

import com.google.gson.JsonObject;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.Progress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A trial that runs together with others of its group, so many at a time; counts how often any of them does. */
record Alike(String group, int seed, int room, AtomicInteger calls) implements Trial {

    private Scripted scripted() {
        return new Scripted("fine", seed);
    }

    @Override
    public String title() {
        return group + " " + seed;
    }

    @Override
    public JsonObject asJson() {
        JsonObject json = scripted().asJson();
        json.addProperty("group", group);
        return json;
    }

    @Override
    public long steps(TrainTestSplit data) {
        return scripted().steps(data);
    }

    @Override
    public double work(TrainTestSplit data) {
        return scripted().work(data);
    }

    @Override
    public MemoryNeed memory(TrainTestSplit data) {
        return scripted().memory(data);
    }

    @Override
    public TrialResult run(TrainTestSplit data, Progress progress) {
        throw new AssertionError("has to run together");
    }

    @Override
    public Optional<Object> likeness() {
        return Optional.of(group);
    }

    @Override
    public List<Outcome> runTogether(List<Trial> alike, TrainTestSplit data, List<Progress> progress) {
        calls.incrementAndGet();
        if (room == 0) {
            throw new IllegalStateException("no room");
        }
        return alike.stream().limit(room).map(trial -> Outcome.finished(((Alike) trial).scripted().run(data, progress.get(0)))).toList();
    }
}
