package io.edgedfa.host.experiment.named;

import com.google.gson.JsonObject;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.experiment.TrainRun;
import io.edgedfa.host.experiment.TrainRun.Start;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.host.experiment.study.MemoryNeed;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.TrainTrial;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.host.pretrain.PretrainRun;
import io.edgedfa.host.pretrain.PretrainSettings;
import io.edgedfa.stream.Dataset;
import java.util.Optional;

/**
 * Supervised training of all blocks from a random or an adversarially pretrained start.
 *
 * @param settings    of the supervised training
 * @param labels      labelled samples to learn from, or 0: all
 * @param pretraining what the blocks before the last one went through before; empty for a random start
 * @param bodies      where pretrained blocks come from; no part of what determines the numbers
 */
record GanInitTrial(TrainSettings settings, int labels, Optional<PretrainSettings> pretraining, PretrainedBodies bodies) implements Trial {

    /** A start by the share of the reconstruction error in its pretraining; empty for none. */
    static String start(Optional<Double> reconstruction) {
        return reconstruction.map(share -> share == 0 ? "gan" : share == 1 ? "autoencoder" : "gan+rec " + share).orElse("random");
    }

    @Override
    public String title() {
        return settings.net() + ", " + start(pretraining.map(PretrainSettings::reconstruction)) + ", " + settings.rule() + ", "
                + (labels == 0 ? "all" : labels) + " labels, rate " + Plan.text(settings.learningRate()) + ", seed " + settings.seed();
    }

    @Override
    public JsonObject asJson() {
        JsonObject json = ResultJson.tree(settings);
        json.addProperty("start", start(pretraining.map(PretrainSettings::reconstruction)));
        json.addProperty("labels", labels);
        json.addProperty("pretraining", pretraining.map(before -> ResultJson.tree(before).toString()).orElse(""));
        return json;
    }

    private TrainTestSplit shown(TrainTestSplit data) {
        if (labels > data.train().size()) {
            throw new IllegalArgumentException("labels = " + labels + ", allowed: 0 to " + data.train().size() + ", the training samples of "
                    + data.train().name());
        }
        return data.first(labels).repeatedTo(TransferTrial.LEAST_PER_EPOCH);
    }

    @Override
    public long steps(TrainTestSplit data) {
        return (long) settings.epochs() * ((shown(data).train().size() + settings.batch() - 1) / settings.batch());
    }

    @Override
    public double work(TrainTestSplit data) {
        Dataset train = data.train();
        TrainTestSplit shown = shown(data);
        return (3.0 * shown.train().size() + shown.test().size()) * settings.epochs() * Nets.parse(settings.net(), train.features(),
                train.classes(), settings.activation(), settings.lossFunction()).inference(1).multiplyAdds();
    }

    @Override
    public MemoryNeed memory(TrainTestSplit data) {
        MemoryNeed supervised = MemoryNeed.of(settings, shown(data));
        return pretraining.map(before -> PretrainRun.memory(before, data)).filter(need -> need.total() > supervised.total()).orElse(supervised);
    }

    @Override
    public TrialResult run(TrainTestSplit data, Progress progress) {
        Start start = pretraining.map(before -> new Start(bodies.pretrained(before, data), 0)).orElse(Start.FRESH);
        try (TrainRun run = new TrainRun(settings, shown(data), start)) {
            return TrainTrial.result(run, progress);
        }
    }
}
