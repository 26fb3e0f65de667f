package io.edgedfa.device.app.update;

import io.edgedfa.device.app.assembly.Board;
import io.edgedfa.device.app.command.Action;
import io.edgedfa.device.app.command.Answer;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.image.Platform;
import io.edgedfa.device.store.StoredCommand;
import io.edgedfa.device.update.Manifest;
import io.edgedfa.device.update.ModelSlots;
import io.edgedfa.device.update.ModelSlots.Outcome;
import io.edgedfa.device.update.ModelUpdate;
import io.edgedfa.device.update.UpdateRefusedException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * {@code model}: a new model is fetched beside the learning loop, tried, and taken on trial by a new start of the loop. Done when
 * it has proven itself; refused when it was not taken, or given up again.
 */
public final class FetchModel implements Action, AutoCloseable {
    private static final Pattern ARGUMENT = Pattern.compile("[^/]{1,64}/[1-9][0-9]{0,17}");

    private final Board board;
    private final ModelUpdates updates;
    private final ModelUpdate.Tryout tryout;
    private final BiConsumer<String, String> events;
    private final Runnable switchOver;
    private final CompletableFuture<Answer> trial = new CompletableFuture<>();
    private volatile boolean stopped;

    /**
     * @param inUse      accuracy of the model in use on the held-out set; NaN where that is not known
     * @param events     records an event of a kind with a text
     * @param switchOver asks the loop to start anew, with what the slots say
     */
    public FetchModel(Board board, ModelUpdates updates, DoubleSupplier inUse, BiConsumer<String, String> events, Runnable switchOver) {
        this.board = board;
        this.updates = updates;
        this.tryout = new ModelTryout(board, inUse);
        this.events = events;
        this.switchOver = switchOver;
    }

    @Override
    public Optional<String> refusal(String argument) {
        if (updates.slots().isEmpty()) {
            return Optional.of("this board takes no models (update.server)");
        }
        return ARGUMENT.matcher(argument).matches() ? Optional.empty() : Optional.of("the argument is no model; allowed: ID/VERSION");
    }

    @Override
    public CompletionStage<Answer> run(StoredCommand command) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> fetch(command, answer), "edgedfa-update");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    /** The start after the switch, or after a process that was killed on the way. */
    @Override
    public CompletionStage<Answer> again(StoredCommand command) {
        ModelSlots slots = updates.slots().orElse(null);
        if (slots == null) {
            return CompletableFuture.completedFuture(Answer.refused("this board no longer takes models (update.server)"));
        }
        Optional<Outcome> outcome = slots.outcome().filter(ended -> ended.command().equals(command.id()));
        if (outcome.isPresent()) {
            return CompletableFuture.completedFuture(answer(outcome.get()));
        }
        return slots.onTrial() && slots.command().equals(command.id()) ? trial : run(command);
    }

    @Override
    public boolean outlivesItsTime() {
        return true;
    }

    private void fetch(StoredCommand command, CompletableFuture<Answer> answer) {
        try {
            String[] wanted = command.argument().split("/"); // two parts, else it had been refused
            Manifest taken = update().run(command.id(), wanted[0], Long.parseLong(wanted[1]), command.expiresMs());
            if (taken != null) {
                events.accept("model-switched", "to model " + taken.model() + " version " + taken.version() + ", on trial");
                switchOver.run(); // what runs then answers
            }
        } catch (UpdateRefusedException e) {
            events.accept("model-refused", command.argument() + ": " + e.getMessage());
            answer.complete(Answer.refused(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) { // whatever a foreign file brings about: the board goes on
            answer.complete(Answer.refused(String.valueOf(e)));
        }
    }

    private ModelUpdate update() {
        BoardConfig config = board.config();
        String platform = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")).map(Platform::label).orElse("unknown");
        ModelUpdate.Conditions conditions =
                new ModelUpdate.Conditions(board.model().id(), board.model().version(), platform, config.update().maxBytes());
        return new ModelUpdate(config.update().fetch().orElseThrow(), config.update().keys(), updates.slots().orElseThrow(), conditions, tryout,
                System::currentTimeMillis, () -> stopped);
    }

    /** The trial is over. */
    void ended(Outcome outcome) {
        trial.complete(answer(outcome));
    }

    private static Answer answer(Outcome outcome) {
        return outcome.taken() ? Answer.done("the model is in use") : Answer.refused("given up: " + outcome.reason());
    }

    /** Fetches nothing any more. */
    @Override
    public void close() {
        stopped = true;
    }
}
