package io.edgedfa.host.pretrain;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.report.Markdown;
import io.edgedfa.host.experiment.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What somebody has to know who finds a pretrained model: as Markdown, the same text for the same result. */
final class ModelCard {
    private ModelCard() {}

    /** @param picture of the last epoch, in a folder beside the model */
    static String text(PretrainResult result, TrainTestSplit data, Path model, Path picture) {
        PretrainSettings settings = result.settings();
        String folder = picture.getParent().getFileName() + "/" + picture.getFileName();
        StringBuilder card = new StringBuilder("# " + model.getFileName() + "\n\n");
        card.append("A feature extractor, the blocks before the last one of `").append(settings.net()).append("`, pretrained without labels:")
                .append(" a generator, the extractor followed by its mirror image, takes the data itself and learns against a discriminator")
                .append(" (Goodfellow et al. 2014, arXiv 1406.2661)").append(mixture(settings.reconstruction())).append(". The block `")
                .append(Pretraining.HEAD).append("` after it is untrained, drawn by the seed: train it before use, all blocks or it alone.\n\n");
        card.append("```sh\n").append(command(settings, model)).append("\n```\n\n");
        card.append(Markdown.of(facts(result, data))).append('\n');
        card.append("## Training\n\n").append("Losses per input, over the last epoch's steps.\n\n").append(Markdown.of(losses(result.last())));
        card.append('\n').append(result.collapsed().isEmpty() ? "No epoch collapsed.\n" : "");
        result.collapsed().forEach(line -> card.append("- ").append(line).append('\n'));
        card.append("\nInputs of the test set (above) and what the generator makes of them after the last epoch (below):\n\n")
                .append("![inputs and generated images](").append(folder).append(")\n");
        if (!result.comparison().isEmpty()) {
            card.append("\n## With few labels\n\n").append(StartComparison.description()).append("\n\n")
                    .append(Markdown.of(StartComparison.table(result.comparison())));
        }
        return card.toString();
    }

    private static String mixture(double reconstruction) {
        return reconstruction == 0 ? "" : reconstruction == 1 ? "; its loss is the reconstruction error alone, as an autoencoder's"
                : String.format(Locale.ROOT, "; %s of its loss is the reconstruction error", reconstruction);
    }

    private static Table facts(PretrainResult result, TrainTestSplit data) {
        PretrainResult.ModelDescription model = result.model();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SHA-256", model.sha256()));
        rows.add(List.of("bytes", Long.toString(model.bytes())));
        rows.add(List.of("parameters", Long.toString(model.parameters())));
        rows.add(List.of("blocks", String.join(", ", model.blocks())));
        rows.add(List.of("data", data.train().name() + ", " + (result.settings().samples() == 0 ? "all" : "first " + result.settings().samples())
                + " samples"));
        rows.add(List.of("data's SHA-256", data.train().sha256()));
        rows.add(List.of("data's licence", licence(data.name())));
        rows.add(List.of("seed", Long.toString(result.settings().seed())));
        rows.add(List.of("made by", "EdgeDFA " + result.provenance().productVersion()));
        return new Table(List.of("what", "value"), rows);
    }

    private static Table losses(PretrainScore last) {
        return new Table(List.of("measure", "value"), List.of(
                List.of("discriminator's loss", number(last.discriminatorLoss())),
                List.of("generator's adversarial loss", number(last.generatorLoss())),
                List.of("reconstruction error, squared per value", number(last.reconstructionError())),
                List.of("real inputs taken for real", percent(last.realTaken())),
                List.of("generated inputs taken for real", percent(last.generatedTaken())),
                List.of("variance of generated inputs by that of real ones", percent(last.diversity()))));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String licence(String data) {
        return switch (data) {
            case "digits" -> "drawn by this program";
            case "mnist" -> "MNIST by Yann LeCun, Corinna Cortes and Christopher Burges, CC BY-SA 3.0";
            default -> "unknown, the user's own data";
        };
    }

    /** With every setting spelled out. */
    static String command(PretrainSettings s, Path model) {
        return "java -jar host/target/edge-dfa-host.jar pretrain --data " + quoted(s.data()) + " --net " + s.net() + " --discriminator "
                + s.discriminator() + " --reconstruction " + s.reconstruction() + " --learning-rate " + s.learningRate()
                + " --discriminator-learning-rate " + s.discriminatorLearningRate() + " --batch " + s.batch() + " --epochs " + s.epochs()
                + " --samples " + s.samples() + " --seed " + s.seed() + " --activation " + s.activation() + " --init " + s.init()
                + " --engine " + s.engine() + " --threads " + s.threads() + " -o " + quoted(model.toString());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
