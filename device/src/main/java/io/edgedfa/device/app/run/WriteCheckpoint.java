package io.edgedfa.device.app.run;

import io.edgedfa.device.agent.LearnerAgent;
import io.edgedfa.device.agent.Resumption;
import io.edgedfa.device.agent.Safekeeping.Kept;
import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.app.command.Action;
import io.edgedfa.device.app.command.Answer;
import io.edgedfa.device.store.Checkpoint;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.store.StoredCommand;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** {@code checkpoint}: done when it is on the disk. */
final class WriteCheckpoint implements Action {
    private static final long WRITE_MS = 60_000;

    private final LearnerAgent agent;
    private final StoreKeeper keeper;
    private final Executor loop;

    /** @param loop runs what it is given on the loop's thread */
    WriteCheckpoint(LearnerAgent agent, StoreKeeper keeper, Executor loop) {
        this.agent = agent;
        this.keeper = keeper;
        this.loop = loop;
    }

    @Override
    public Optional<String> refusal(String argument) {
        return BoardActions.none(argument);
    }

    @Override
    public CompletionStage<Answer> run(StoredCommand command) throws InterruptedException {
        keeper.flush(WRITE_MS); // so that the one before is not taken for this one
        long before = current().map(Checkpoint::number).orElse(0L);
        Kept kept = begin();
        keeper.flush(WRITE_MS);
        return CompletableFuture.completedFuture(answer(kept, before, current()));
    }

    private Kept begin() throws InterruptedException {
        try {
            return CompletableFuture.supplyAsync(agent::checkpoint, loop).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Optional<Checkpoint> current() {
        try {
            return keeper.store().flatMap(store -> store.checkpoints().current());
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    private static Answer answer(Kept kept, long before, Optional<Checkpoint> now) {
        String name = now.map(Resumption::name).orElse("no checkpoint");
        return switch (kept) {
            case BEGUN -> now.isPresent() && now.get().number() > before ? Answer.done(name)
                    : Answer.refused("it could not be written; there is " + name);
            case NOTHING_NEW -> Answer.done("nothing is new since " + name);
            case NOT_PASSED -> Answer.refused("the guard refused the model, which was taken back; there is " + name);
            case NOT_READY -> Answer.refused("the store cannot be written now");
        };
    }
}
