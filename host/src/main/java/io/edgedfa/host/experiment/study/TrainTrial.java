package io.edgedfa.host.experiment.study;

import com.google.gson.JsonObject;
import io.edgedfa.engine.Engines;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.ReplicaRun;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.experiment.StateBytes;
import io.edgedfa.host.experiment.TrainResult;
import io.edgedfa.host.experiment.TrainRun;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.learning.rule.Feedback;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trial that is one training run, as {@code experiment train} would do it. */
public record TrainTrial(TrainSettings settings) implements Trial {

    /** Curve of the result: seconds that each epoch took to learn, without judging; never the same twice. */
    public static final String LEARNING_SECONDS = "learningSeconds";

    /** For reports: how {@link TrialResult#seconds} came about. */
    public static final String AS_MEASURED =
            "As measured: one thread per run, or on a card each run's share of what all took together.";

    /** The settings that a plan fixes; a study changes the rest. One thread, so that runs side by side do not disturb each other. */
    public static TrainSettings.Builder base(Plan plan, String net, int seed) {
        return TrainSettings.DEFAULTS.but().data(plan.data()).net(net).seed(seed).epochs(plan.epochs()).samples(plan.samples())
                .engine(plan.engine()).threads(1);
    }

    @Override
    public String title() {
        TrainSettings s = settings;
        String feedback = s.feedback().equals(Feedback.DEFAULT) ? "" : " with " + s.feedback();
        TrainSettings usual = TrainSettings.DEFAULTS;
        String activation = s.activation().equals(usual.activation()) ? "" : ", " + s.activation();
        String rate = s.learningRate() == usual.learningRate() ? "" : ", rate " + s.learningRate();
        return s.net() + activation + ", " + s.rule() + feedback + rate + ", weights " + s.init() + ", seed " + s.seed();
    }

    @Override
    public JsonObject asJson() {
        return ResultJson.tree(settings);
    }

    @Override
    public long steps(TrainTestSplit data) {
        int samples = data.first(settings.samples()).train().size();
        return (long) settings.epochs() * ((samples + settings.batch() - 1) / settings.batch());
    }

    @Override
    public double work(TrainTestSplit data) {
        // A step is about two more forward passes, and judging is one of the whole test set.
        double samples = 3.0 * data.first(settings.samples()).train().size() + data.test().size();
        return samples * settings.epochs() * MemoryNeed.network(settings, data).inference(1).multiplyAdds();
    }

    @Override
    public MemoryNeed memory(TrainTestSplit data) {
        return MemoryNeed.of(settings, data);
    }

    @Override
    public TrialResult run(TrainTestSplit data, Progress progress) {
        try (TrainRun run = new TrainRun(settings, data)) {
            return result(run, progress);
        }
    }

    @Override
    public Optional<Object> likeness() {
        return Engines.takesReplicas(settings.engine()) ? Optional.of(ReplicaRun.likeness(settings)) : Optional.empty();
    }

    @Override
    public List<Outcome> runTogether(List<Trial> alike, TrainTestSplit data, List<Progress> progress) {
        List<TrainSettings> all = alike.stream().map(trial -> ((TrainTrial) trial).settings).toList();
        try (ReplicaRun run = ReplicaRun.ofFirst(all, data, memory(data).fitting(MemoryNeed.Free.now()))) {
            return run.run(progress.subList(0, run.settings().size())).stream().map(ended -> outcome(ended, run.bytes())).toList();
        }
    }

    private static Outcome outcome(ReplicaRun.Ended ended, StateBytes bytes) {
        if (ended.diverged() != null) {
            return Outcome.diverged(ended.diverged().where());
        }
        TrainResult result = ended.result();
        return Outcome.finished(
                new TrialResult(result.epochs(), Map.of(LEARNING_SECONDS, ended.learningSeconds()), bytes, result.provenance()));
    }

    /** Does a run and tells what it gave. */
    public static TrialResult result(TrainRun run, Progress progress) {
        TrainResult result = run.run(progress);
        return new TrialResult(result.epochs(), Map.of(LEARNING_SECONDS, run.learningSeconds()), run.bytes(), result.provenance());
    }
}
