package io.edgedfa.host.pretrain;

import io.edgedfa.file.WholeFile;
import io.edgedfa.graph.Shape;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.experiment.RunProvenance;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Seeds;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.Dataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One pretraining with its files: {@code NAME.onnx}, its card {@code NAME.md}, pictures in {@code NAME-images}, and, until it is
 * done, {@code NAME.checkpoint}. Started again with the same settings it goes on from there.
 *
 * @param settings what to do
 * @param data     what they name
 * @param model    file of the model; its name ends in {@code .onnx}
 */
public record Pretraining(PretrainSettings settings, TrainTestSplit data, Path model) {
    /** How a model's file name ends. */
    public static final String ENDING = ".onnx";
    /** Name of the block that comes after the pretrained ones. */
    static final String HEAD = "head";

    /**
     * Pretrains, compares, writes.
     *
     * @throws IllegalArgumentException if the settings do not fit the data, or a checkpoint is there that cannot be taken up
     * @throws io.edgedfa.host.experiment.DivergedException if a loss is no longer a finite number; no model is written
     */
    public PretrainResult run(PretrainWatcher watcher) throws IOException {
        RunProvenance provenance = RunProvenance.now(data, settings.seed());
        Dataset train = data.train();
        Optional<Checkpoint> earlier = Checkpoint.find(beside(".checkpoint"), settings, train.sha256());
        try (PretrainRun run = new PretrainRun(settings, data)) {
            earlier.ifPresent(checkpoint -> {
                run.resume(checkpoint.scores(), checkpoint.tensors());
                watcher.note("going on after epoch " + checkpoint.scores().size() + ", from " + beside(".checkpoint"));
            });
            run.run(new Keeping(run, watcher));
            watcher.note("comparing the start with a random one ...");
            List<StartComparison.Line> comparison = StartComparison.of(settings, data, run.extractor());
            Model finished = model(run);
            ModelFile.write(model, finished);
            PretrainResult result = new PretrainResult(settings, run.scores(), PretrainResult.collapsed(run.scores()), comparison,
                    describe(finished), provenance);
            WholeFile.write(beside(".md"), ModelCard.text(result, data, model, picture(settings.epochs())).getBytes(StandardCharsets.UTF_8));
            Files.deleteIfExists(beside(".checkpoint"));
            return result;
        }
    }

    /** Steps of the whole run. */
    public long totalSteps() {
        return (long) settings.epochs() * (data.first(settings.samples()).train().size() / settings.batch());
    }

    /** Tells the watcher, and keeps picture and checkpoint of every epoch. */
    private final class Keeping implements PretrainWatcher {
        private final PretrainRun run;
        private final PretrainWatcher watcher;

        Keeping(PretrainRun run, PretrainWatcher watcher) {
            this.run = run;
            this.watcher = watcher;
        }

        @Override
        public void step(long step) {
            watcher.step(step);
        }

        @Override
        public void epoch(PretrainScore score) throws IOException {
            watcher.epoch(score);
            List<PretrainScore> scores = run.scores();
            score.collapse(scores.size() < 2 ? null : scores.get(scores.size() - 2)).ifPresent(watcher::note);
            WholeFile.write(picture(score.epoch()), grid(run));
            new Checkpoint(settings, data.train().sha256(), scores, run.state()).write(beside(".checkpoint"));
        }

        @Override
        public void note(String line) {
            watcher.note(line);
        }
    }

    private byte[] grid(PretrainRun run) {
        Dataset test = data.test();
        List<float[]> generated = run.generated(test);
        List<float[]> inputs = IntStream.range(0, generated.size()).mapToObj(i -> {
            float[] input = new float[test.features()];
            test.copyFeatures(i, input, 0);
            return input;
        }).toList();
        return PictureGrid.of(inputs, generated, test.rows(), test.columns());
    }

    /** The model's file with another ending. */
    private Path beside(String ending) {
        return model.resolveSibling(stem() + ending);
    }

    private String stem() {
        String name = model.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private Path picture(int epoch) {
        return model.resolveSibling(stem() + "-images").resolve("epoch-%03d.png".formatted(epoch));
    }

    /** The pretrained blocks and a head as a supervised run of the same seed would draw it. */
    private Model model(PretrainRun run) {
        Network network = run.network();
        int last = network.blocks().size() - 1;
        Block drawn = network.blocks().get(last);
        Block head = new Block(HEAD, drawn.weighted(), drawn.after());
        List<Block> blocks = new ArrayList<>(network.blocks().subList(0, last));
        blocks.add(head);
        Map<String, float[]> values = new LinkedHashMap<>(run.extractor().values());
        Parameters fresh = InitialWeights.named(settings.init()).draw(network, new Seeds(settings.seed()).weights());
        values.put(head.weight(), fresh.values().get(drawn.weight()));
        values.put(head.bias(), fresh.values().get(drawn.bias()));
        return new Model(stem(), 1, new Network(network.input(), blocks), new Parameters(values), provenance(run.scores()));
    }

    private Provenance provenance(List<PretrainScore> scores) {
        PretrainScore last = scores.get(scores.size() - 1);
        Map<String, String> entries = new LinkedHashMap<>();
        ResultJson.tree(settings).entrySet().forEach(setting -> entries.put(setting.getKey(), setting.getValue().getAsString()));
        entries.put("pretraining", "adversarial");
        entries.put(Provenance.LEARNING_RATE, Double.toString(settings.learningRate()));
        entries.put(Provenance.OPTIMIZER, "adam");
        entries.put(Provenance.DATA, data.train().name());
        entries.put(Provenance.DATA_SHA256, data.train().sha256());
        entries.put("discriminator_loss", Double.toString(last.discriminatorLoss()));
        entries.put("generator_loss", Double.toString(last.generatorLoss()));
        entries.put("reconstruction_error", Double.toString(last.reconstructionError()));
        return Provenance.now(entries);
    }

    private PretrainResult.ModelDescription describe(Model written) throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        return new PretrainResult.ModelDescription(Dataset.sha256Of(bytes), bytes.length,
                written.network().parameterShapes().values().stream().mapToLong(Shape::elements).sum(),
                written.network().blocks().stream().map(Block::name).toList());
    }
}
