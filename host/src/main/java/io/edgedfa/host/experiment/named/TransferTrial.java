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
import io.edgedfa.host.experiment.study.TrainTrial;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.stream.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Learning the second half of a data set's classes after the first half, or without it. The network's last two blocks are its
 * head and always start anew; the blocks before are its body.
 *
 * @param settings    of learning the second half
 * @param way         what becomes of the body
 * @param labels      samples of the second half to learn from, or 0: all
 * @param pretraining settings of learning the first half
 * @param bodies      where trained bodies come from; no part of what determines the numbers
 */
record TransferTrial(TrainSettings settings, Way way, int labels, TrainSettings pretraining, PretrainedBodies bodies) implements Trial {

    /** An epoch shows at least so many images: fewer labels are shown again and again. */
    static final int LEAST_PER_EPOCH = 2_000;
    private static final int HEAD = 2;

    /** What becomes of the body. */
    enum Way {
        FROZEN("body frozen"), ALL("all layers learn"), SCRATCH("from scratch");

        final String text;

        Way(String text) {
            this.text = text;
        }
    }

    @Override
    public String title() {
        return settings.net() + ", " + way.text + ", " + settings.rule() + ", " + (labels == 0 ? "all" : labels) + " labels, seed "
                + settings.seed();
    }

    @Override
    public JsonObject asJson() {
        JsonObject json = ResultJson.tree(settings);
        json.addProperty("body", way.text);
        json.addProperty("labels", labels);
        json.addProperty("pretrainingEpochs", pretraining.epochs());
        json.addProperty("pretrainingSamples", pretraining.samples());
        return json;
    }

    /** The first half of the classes. */
    static TrainTestSplit source(TrainTestSplit data) {
        return data.classes(0, data.train().classes() / 2);
    }

    /** The second half, each label once. */
    private TrainTestSplit target(TrainTestSplit data) {
        int classes = data.train().classes();
        if (classes < 4) {
            throw new IllegalArgumentException("data has " + classes + " classes; transfer needs at least 4, two to learn first and two later");
        }
        TrainTestSplit half = data.classes(classes / 2, classes - classes / 2);
        if (labels > half.train().size()) {
            throw new IllegalArgumentException("labels = " + labels + ", allowed: 0 to " + half.train().size()
                    + ", the training samples of the second half of the classes");
        }
        return half.first(labels);
    }

    private TrainTestSplit shown(TrainTestSplit data) {
        return target(data).repeatedTo(LEAST_PER_EPOCH);
    }

    private Network network(TrainTestSplit data) {
        Dataset train = target(data).train();
        Network network = Nets.parse(settings.net(), train.features(), train.classes(), settings.activation(), settings.lossFunction());
        if (network.blocks().size() <= HEAD) {
            throw new IllegalArgumentException("nets: '" + settings.net() + "' has " + network.blocks().size()
                    + " blocks; transfer needs at least 3, a body and a head of two");
        }
        return network;
    }

    @Override
    public long steps(TrainTestSplit data) {
        int samples = shown(data).train().size();
        return (long) settings.epochs() * ((samples + settings.batch() - 1) / settings.batch());
    }

    @Override
    public double work(TrainTestSplit data) {
        TrainTestSplit shown = shown(data);
        return (3.0 * shown.train().size() + shown.test().size()) * settings.epochs() * network(data).inference(1).multiplyAdds();
    }

    @Override
    public MemoryNeed memory(TrainTestSplit data) {
        network(data);
        TrainTestSplit source = source(data);
        if (pretraining.samples() > source.train().size()) {
            throw new IllegalArgumentException("samples = " + pretraining.samples() + ", allowed: 0 to " + source.train().size()
                    + ", the training samples of the first half of the classes");
        }
        return MemoryNeed.of(settings, target(data));
    }

    @Override
    public TrialResult run(TrainTestSplit data, Progress progress) {
        try (TrainRun run = start(data)) {
            return TrainTrial.result(run, progress);
        }
    }

    /** The run before its first step. */
    TrainRun start(TrainTestSplit data) {
        Network network = network(data);
        if (way == Way.SCRATCH) {
            return new TrainRun(settings, shown(data));
        }
        int head = network.blocks().size() - HEAD;
        Parameters trained = bodies.trained(pretraining, source(data));
        Map<String, float[]> body = new LinkedHashMap<>();
        for (Block block : network.blocks().subList(0, head)) {
            body.put(block.weight(), trained.values().get(block.weight()));
            body.put(block.bias(), trained.values().get(block.bias()));
        }
        return new TrainRun(settings, shown(data), new Start(new Parameters(body), way == Way.FROZEN ? head : 0));
    }
}
