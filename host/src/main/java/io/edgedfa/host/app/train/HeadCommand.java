package io.edgedfa.host.app.train;

import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.graph.Fragment;
import io.edgedfa.host.app.console.OutputFile;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code head}: a new classifier on the body of any ONNX model. */
@Command(
        name = "head",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Cuts an ONNX model at a tensor and puts new, untrained dense layers on it, for a board to train. The nodes before the"
                + " tensor are kept as they are, whatever operators they are of; they never learn.")
public final class HeadCommand implements Callable<Integer> {
    private static final int MAX_LAYERS = 10;
    private static final int MAX_UNITS = 65_536;

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "The ONNX model; opset 9 to 21, float32, free batch size.")
    private Path body;

    @Option(names = "--at", required = true, paramLabel = "TENSOR",
            description = "Name of the tensor that the head reads; more than one axis is flattened.")
    private String at;

    @Option(names = "--classes", required = true, paramLabel = "N", showDefaultValue = Visibility.NEVER, description = "2 to " + MAX_UNITS + ".")
    private int classes;

    @Option(names = "--hidden", split = ",", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Units of hidden layers before the last, separated by commas; default: none.")
    private List<Integer> hidden = List.of();

    @Option(names = "--activation", defaultValue = "tanh", paramLabel = "NAME", description = "After each hidden layer: " + Layer.ACTIVATIONS + ".")
    private String activation;

    @Option(names = "--init", defaultValue = "kaiming", paramLabel = "NAME", completionCandidates = TrainCommand.InitNames.class,
            description = "Initial weights: ${COMPLETION-CANDIDATES}.")
    private String init;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of the weights; a 64-bit number.")
    private long seed;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "FILE", description = "Where the model goes.")
    private Path output;

    @Override
    public Integer call() throws Exception {
        checkUnits("--classes", List.of(classes), 2);
        checkUnits("--hidden", hidden, 1);
        if (hidden.size() > MAX_LAYERS) {
            throw refusal("--hidden has " + hidden.size() + " layers; allowed: at most " + MAX_LAYERS);
        }
        OutputFile.check(spec, "--output", output);
        Fragment frozen = ModelFile.body(body, at, new OrtShapeProbe());
        Network network = network(frozen);
        InitialWeights weights = usable(() -> InitialWeights.named(init));
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("body", body.getFileName().toString());
        entries.put("body_sha256", Dataset.sha256Of(Files.readAllBytes(body)));
        entries.put("at", at);
        entries.put("init", init);
        entries.put(Provenance.SEED, Long.toString(seed));
        ModelFile.write(output, new Model(output.getFileName().toString().replaceAll("\\.onnx$", ""), 1, network,
                weights.draw(network, new Seeds(seed).weights()), Provenance.now(entries)));
        spec.commandLine().getOut().println(output + ": " + body + " up to '" + at + "', " + frozen.input() + " -> " + frozen.output()
                + ", then " + network.blocks().stream().map(block -> block.name() + " " + block.weighted().biasShape()).toList());
        return 0;
    }

    /** Hidden blocks {@code hidden1, ...} and the block {@code head}, all names free of the body's. */
    private Network network(Fragment frozen) {
        List<Layer> between = usable(() -> Layer.activation(activation));
        List<Block> blocks = new ArrayList<>();
        int inputs = frozen.output().elements();
        for (int units : hidden) {
            blocks.add(new Block(free(frozen, "hidden" + (blocks.size() + 1)), new Dense(inputs, units), between));
            inputs = units;
        }
        blocks.add(new Block(free(frozen, "head"), new Dense(inputs, classes), List.of()));
        return new Network(frozen, blocks);
    }

    private static String free(Fragment frozen, String name) {
        boolean taken = frozen.names().contains(name + ".weight") || frozen.names().contains(name + ".bias");
        return taken ? free(frozen, "new." + name) : name;
    }

    private void checkUnits(String option, List<Integer> sizes, int least) {
        for (int size : sizes) {
            if (size < least || size > MAX_UNITS) {
                throw refusal(option + " = " + size + "; allowed: " + least + " to " + MAX_UNITS);
            }
        }
    }

    private <T> T usable(Callable<T> step) {
        try {
            return step.call();
        } catch (IllegalArgumentException e) {
            throw refusal("--" + e.getMessage());
        } catch (Exception e) {
            throw new AssertionError("no step throws checked exceptions", e);
        }
    }

    private ParameterException refusal(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
