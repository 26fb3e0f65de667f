package io.edgedfa.host.pretrain;

import io.edgedfa.host.experiment.RunProvenance;
import java.util.ArrayList;
import java.util.List;

/**
 * What pretraining gives, in the order of its file.
 *
 * @param settings   what was asked for
 * @param epochs     all, in order
 * @param collapsed  epochs in which the generator had stopped being of use, in words; empty if none
 * @param comparison what the start is worth where labels are few
 * @param model      the file with the pretrained blocks
 * @param provenance where the numbers come from
 */
public record PretrainResult(PretrainSettings settings, List<PretrainScore> epochs, List<String> collapsed,
        List<StartComparison.Line> comparison, ModelDescription model, RunProvenance provenance) {

    /**
     * A model file.
     *
     * @param sha256     of its bytes
     * @param bytes      its length
     * @param parameters weights and biases
     * @param blocks     names, in order
     */
    public record ModelDescription(String sha256, long bytes, long parameters, List<String> blocks) {}

    /** The last epoch. */
    public PretrainScore last() {
        return epochs.get(epochs.size() - 1);
    }

    /** Epochs that collapsed, each as {@code epoch 3: ...}. */
    static List<String> collapsed(List<PretrainScore> epochs) {
        List<String> collapsed = new ArrayList<>();
        for (int i = 0; i < epochs.size(); i++) {
            PretrainScore score = epochs.get(i);
            score.collapse(i == 0 ? null : epochs.get(i - 1)).ifPresent(how -> collapsed.add("epoch " + score.epoch() + ": " + how));
        }
        return collapsed;
    }
}
