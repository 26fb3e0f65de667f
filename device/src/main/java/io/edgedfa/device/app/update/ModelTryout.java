package io.edgedfa.device.app.update;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.agent.Learner;
import io.edgedfa.device.app.assembly.Board;
import io.edgedfa.device.app.assembly.FactoryModel;
import io.edgedfa.device.update.ModelUpdate;
import io.edgedfa.device.update.UpdateRefusedException;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.network.Network;
import io.edgedfa.onnx.Model;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** A new model beside the one in use: whether it fits this board, learns, and does well enough on the held-out set. */
final class ModelTryout implements ModelUpdate.Tryout {
    private final Board board;
    private final DoubleSupplier inUse;

    /** @param inUse accuracy of the model in use on the held-out set; NaN where that is not known */
    ModelTryout(Board board, DoubleSupplier inUse) {
        this.board = board;
        this.inUse = inUse;
    }

    @Override
    public void of(Path file) throws UpdateRefusedException {
        try {
            Model model = new FactoryModel(board.config().model().using(file)).read();
            fits(model.network());
            if (!model.id().equals(board.model().id())) {
                throw new UpdateRefusedException("the file holds a model of another name than its manifest");
            }
            judge(accuracy(model));
        } catch (ConfigException | EngineException | IllegalArgumentException e) {
            throw new UpdateRefusedException(String.valueOf(e.getMessage()).replace('\n', ' '));
        } catch (OutOfMemoryError e) {
            throw new UpdateRefusedException("there is no memory to try it beside the model in use");
        }
    }

    private void fits(Network network) throws UpdateRefusedException {
        Network now = board.model().network();
        if (network.inputs() != now.inputs() || network.classes() != now.classes()) {
            throw new UpdateRefusedException("it has " + network.inputs() + " inputs and " + network.classes() + " classes, allowed are "
                    + now.inputs() + " and " + now.classes());
        }
    }

    private double accuracy(Model model) throws UpdateRefusedException {
        var learning = board.config().learning();
        try (Engine engine = Engines.open(learning.engine(), learning.threads());
                Learner learner = new Learner(engine, model.network(), model.parameters(), learning.settings())) {
            learner.predict(new float[model.network().inputs()]);
            for (int k = 0; k < learner.scores().capacity(); k++) {
                if (!Float.isFinite(learner.scores().get(k))) {
                    throw new UpdateRefusedException("its outputs are not finite");
                }
            }
            return board.heldOut().isEmpty() ? Double.NaN : board.heldOut().get().accuracy(learner::predict);
        }
    }

    private void judge(double accuracy) throws UpdateRefusedException {
        double below = inUse.getAsDouble() - board.config().update().margin();
        double floor = board.config().guard().settings().floor();
        double least = below > floor ? below : floor;
        if (accuracy < least) { // false where there is no held-out set
            throw new UpdateRefusedException(String.format(Locale.ROOT, "%.1f%% on the held-out set; allowed are %.1f%% and more",
                    100 * accuracy, 100 * least));
        }
    }
}
