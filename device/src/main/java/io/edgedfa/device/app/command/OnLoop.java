package io.edgedfa.device.app.command;

import io.edgedfa.device.store.StoredCommand;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Something short, done between two samples, and harmless to repeat.
 *
 * @param loop    runs what it is given on the loop's thread
 * @param refusal says of an argument why it cannot be done; empty if it can
 * @param effect  does it
 */
public record OnLoop(Executor loop, Function<String, Optional<String>> refusal, Function<StoredCommand, Answer> effect) implements Action {

    @Override
    public Optional<String> refusal(String argument) {
        return refusal.apply(argument);
    }

    @Override
    public CompletionStage<Answer> run(StoredCommand command) {
        return CompletableFuture.supplyAsync(() -> effect.apply(command), loop);
    }
}
