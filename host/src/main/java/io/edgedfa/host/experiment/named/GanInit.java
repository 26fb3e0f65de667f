package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Study;
import io.edgedfa.host.experiment.study.TrainTrial;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.pretrain.Discriminators;
import io.edgedfa.host.pretrain.PretrainSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether adversarial pretraining lets networks converge reliably and in fewer epochs: with backpropagation and direct feedback alignment. */
final class GanInit implements Study {

    private static final String LABELS = "labels";
    private static final String RECONSTRUCTIONS = "reconstructions";
    private static final String TARGETS = "targets";
    private static final String RATES = "rates";
    private static final List<String> RULES = List.of("bp", "dfa");
    private static final double GENERATOR_LEARNING_RATE = 1e-3;
    private static final double DISCRIMINATOR_LEARNING_RATE = 5e-4;
    private static final int BATCH = 64;

    private final PretrainedBodies bodies = new PretrainedBodies();

    /**
     * One row of a table.
     *
     * @param rate           learning rate of the supervised training
     * @param reconstruction of the pretraining; empty for a random start
     */
    record Arm(String net, double rate, String rule, Optional<Double> reconstruction) {
        String start() {
            return GanInitTrial.start(reconstruction);
        }

        Arm random() {
            return new Arm(net, rate, rule, Optional.empty());
        }
    }

    @Override
    public String name() {
        return "gan-init";
    }

    @Override
    public String summary() {
        return "Random starts against adversarially pretrained ones, with backpropagation and direct feedback alignment, by number of labels.";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(LABELS, "How many labelled images there are, separated by commas; 0: all.");
        options.put(RECONSTRUCTIONS, "Share of the reconstruction error in each pretraining, separated by commas: 0 is purely adversarial.");
        options.put(RATES, "Learning rates of the supervised training, separated by commas.");
        options.put(TARGETS, "Test errors in percent to which epochs are counted, separated by commas.");
        return options;
    }

    @Override
    public void keepIn(Path folder) {
        bodies.keepIn(folder);
    }

    @Override
    public Plan plan(boolean quick) {
        Map<String, List<Double>> numbers = new LinkedHashMap<>();
        numbers.put(LABELS, quick ? List.of(100.0, 1_000.0) : List.of(100.0, 1_000.0, 10_000.0, 0.0));
        numbers.put(RECONSTRUCTIONS, List.of(0.0, 0.5));
        numbers.put(RATES, quick ? List.of(0.001) : List.of(0.001, 0.01));
        numbers.put(TARGETS, List.of(30.0, 20.0, 15.0, 10.0, 5.0));
        return quick
                ? new Plan("mnist", List.of("fc1-100", "fc2-100", "fc3-100"), 2, 10, 20_000, "ort", numbers, true)
                : new Plan("mnist", List.of("fc1-400", "fc2-400", "fc3-400"), 5, 30, 0, "ort", numbers, false);
    }

    static List<Integer> labels(Plan plan) {
        return plan.counts(LABELS);
    }

    static List<Double> rates(Plan plan) {
        return plan.numbers().get(RATES);
    }

    static List<Double> targets(Plan plan) {
        return plan.numbers().get(TARGETS);
    }

    /** The rows of one network and learning rate. */
    static List<Arm> arms(Plan plan, String net, double rate) {
        List<Optional<Double>> starts = new ArrayList<>(List.of(Optional.empty()));
        plan.numbers().get(RECONSTRUCTIONS).forEach(share -> {
            if (share < 0 || share > 1) {
                throw new IllegalArgumentException(RECONSTRUCTIONS + " = " + Plan.text(share) + ", allowed: 0 to 1");
            }
            starts.add(Optional.of(share));
        });
        return RULES.stream().flatMap(rule -> starts.stream().map(start -> new Arm(net, rate, rule, start))).toList();
    }

    @Override
    public List<Trial> trials(Plan plan) {
        List<Trial> trials = new ArrayList<>();
        for (int seed = 1; seed <= plan.seeds(); seed++) {
            for (String net : plan.nets()) {
                for (int labels : labels(plan)) {
                    for (double rate : rates(plan)) {
                        for (Arm arm : arms(plan, net, rate)) {
                            trials.add(trial(plan, arm, labels, seed));
                        }
                    }
                }
            }
        }
        return trials;
    }

    Trial trial(Plan plan, Arm arm, int labels, int seed) {
        int batch = plan.samples() == 0 ? BATCH : Math.min(BATCH, plan.samples());
        Optional<PretrainSettings> pretraining = arm.reconstruction().map(share -> new PretrainSettings(plan.data(), arm.net(),
                Discriminators.suiting(arm.net()), share, GENERATOR_LEARNING_RATE, DISCRIMINATOR_LEARNING_RATE, batch, plan.epochs(), seed, "tanh",
                "kaiming", plan.engine(), 1, plan.samples()));
        return new GanInitTrial(TrainTrial.base(plan, arm.net(), seed).rule(arm.rule()).learningRate(arm.rate()).samples(0).build(),
                labels, pretraining, bodies);
    }

    @Override
    public Report report(Plan plan, Outcomes outcomes) {
        return new GanInitReport(this, plan, outcomes).report();
    }
}
