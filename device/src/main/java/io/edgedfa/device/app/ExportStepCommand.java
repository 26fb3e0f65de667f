package io.edgedfa.device.app;

import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.graph.Graph;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.onnx.StepFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code export-step}: the training step itself as an ONNX file. */
@Command(name = "export-step", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Write the training step of a model as one ONNX file that any ONNX Runtime binding can train with."
                + " Inputs: features [batch, inputs], labels [batch] (int64), learning_rate, and each state tensor S."
                + " Outputs: S.next (feed back as S), S.initial (where parameters start; other state starts from zeros),"
                + " loss and correct (of the batch, before the update).")
final class ExportStepCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "The ONNX model to train.")
    private Path model;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "FILE", description = "Where the step goes.")
    private Path output;

    @Option(names = "--trainable-from", defaultValue = "", paramLabel = "NAME",
            description = "Tensor of the model, or first node, from which it learns; what is before is frozen. Default: the last dense"
                    + " blocks, or what a model that was learned on says itself. The name of the model's input: everything learns.")
    private String trainableFrom;

    @Option(names = "--rule", defaultValue = "dfa", paramLabel = "RULE", 
            description = "bp, fa, dfa, sparse-dfa, ifa, sign-symmetry or sign-symmetry-unit.")
    private String rule;

    @Option(names = "--feedback", defaultValue = Feedback.DEFAULT, paramLabel = "NAME",
            description = "How the feedback is drawn: default (what the rule usually takes), kaiming-uniform, orthogonal,"
                    + " orthogonal-kaiming, orthogonal-sparse[:SHARE], sparse[:SHARE], regenerated (computed anew in every step"
                    + " instead of stored), xavier, lecun, he, framework, zeros.")
    private String feedback;

    @Option(names = "--optimizer", defaultValue = "sgd", paramLabel = "NAME", description = "sgd, momentum or adam.")
    private String optimizer;

    @Option(names = "--batch", defaultValue = "16", paramLabel = "N", description = "Samples per step, 1 to 4096.")
    private int batch;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed of the feedback matrices.")
    private long seed;

    @Override
    public Integer call() throws Exception {
        if (batch < 1 || batch > 4096) {
            throw new ParameterException(spec.commandLine(), "--batch = " + batch + "; allowed: 1 to 4096");
        }
        Model source = ModelFile.read(model, trainableFrom, new OrtShapeProbe());
        Network network = source.network();
        Graph step = TrainingStep.of(network, rule(network), Loss.fitting(network), optimizer(), batch);
        StepFile.write(output, step, source.parameters().values(), Provenance.now(Map.of(
                Provenance.RULE, rule, "feedback", feedback, Provenance.OPTIMIZER, optimizer, Provenance.SEED, Long.toString(seed))));
        System.out.printf("%s: training step of %s, rule %s, optimizer %s, batch %d, %d state tensors%n",
                output, source.id(), rule, optimizer, batch, step.state().size());
        return 0;
    }

    private LearningRule rule(Network network) {
        try {
            return Rules.named(rule, feedback, network, new Seeds(seed).feedback());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    private Optimizer optimizer() {
        try {
            return Optimizer.named(optimizer);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--optimizer: " + e.getMessage());
        }
    }
}
