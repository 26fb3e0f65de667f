package io.edgedfa.device.app.run;

import io.edgedfa.device.app.command.Action;
import io.edgedfa.device.app.command.Answer;
import io.edgedfa.device.store.StoredCommand;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code restart}: the process ends as on SIGTERM and is started again by who started it. Done once that has happened. */
final class Restart implements Action {
    private final boolean supervised;
    private final Runnable end;

    /**
     * @param supervised whether somebody starts the process again
     * @param end        asks the process to end
     */
    Restart(boolean supervised, Runnable end) {
        this.supervised = supervised;
        this.end = end;
    }

    @Override
    public Optional<String> refusal(String argument) {
        return supervised ? BoardActions.none(argument)
                : Optional.of("nobody would start the process again; allowed: as a service of systemd, or with commands.supervised = true");
    }

    @Override
    public CompletionStage<Answer> run(StoredCommand command) {
        end.run();
        return new CompletableFuture<>(); // the process after this one answers
    }

    /** However the process before ended, it has been started again: that a second time would be one too many. */
    @Override
    public CompletionStage<Answer> again(StoredCommand command) {
        return CompletableFuture.completedFuture(Answer.done("started again"));
    }

    @Override
    public boolean outlivesItsTime() {
        return true;
    }
}
