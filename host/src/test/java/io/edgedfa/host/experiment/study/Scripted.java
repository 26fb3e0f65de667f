package io.edgedfa.host.experiment.study;

import com.google.gson.JsonObject;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.DivergedException;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.RunProvenance;
import io.edgedfa.host.experiment.StateBytes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A trial whose end is given: {@code fine}, {@code diverges}, {@code fails} or {@code swells}; counts how often it is run. */
record Scripted(String end, int seed, AtomicInteger runs, AtomicInteger atOnce, AtomicInteger mostAtOnce) implements Trial {

    Scripted(String end, int seed) {
        this(end, seed, new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
    }

    @Override
    public String title() {
        return end + " " + seed;
    }

    @Override
    public JsonObject asJson() {
        JsonObject json = new JsonObject();
        json.addProperty("end", end);
        json.addProperty("seed", seed);
        return json;
    }

    @Override
    public long steps(TrainTestSplit data) {
        return 2;
    }

    @Override
    public double work(TrainTestSplit data) {
        return 1;
    }

    @Override
    public MemoryNeed memory(TrainTestSplit data) {
        return new MemoryNeed(title(), 1, 1, 1);
    }

    @Override
    public TrialResult run(TrainTestSplit data, Progress progress) {
        runs.incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            progress.step(1);
            switch (end) {
                case "diverges" -> throw new DivergedException("loss NaN in epoch 1, step 2 of 2", 0.1);
                case "fails" -> throw new IllegalStateException("the engine is gone");
                case "swells" -> throw new OutOfMemoryError("Java heap space");
                default -> progress.epoch(new EpochScore(1, seed, 0.5, 1.25, List.of()));
            }
            return new TrialResult(List.of(new EpochScore(1, seed, 1.0 / 3, 1.25, List.of(89.0, Double.NaN))),
                    Map.of("curve", List.of(1.0, 2.0)), new StateBytes(1, 2, 3, 4), RunProvenance.now(data, seed));
        } finally {
            atOnce.decrementAndGet();
        }
    }
}
