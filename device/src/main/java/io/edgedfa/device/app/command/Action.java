package io.edgedfa.device.app.command;

import io.edgedfa.device.store.StoredCommand;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What a command of one name does to the board. Called on the desk's thread, one command at a time. */
public interface Action {

    /**
     * Whether it can be done at all.
     *
     * @return why not, in one line; empty if it can
     */
    Optional<String> refusal(String argument);

    /**
     * Begins. The answer may come much later, on any thread; other commands are carried out meanwhile. None comes if the process
     * ends before: then the next one calls {@link #again}.
     */
    CompletionStage<Answer> run(StoredCommand command) throws InterruptedException;

    /**
     * Takes up a command that the process before was told to carry out and did not finish: its effect may be there, in part or in
     * full. Whatever is harmless to repeat is run again.
     */
    default CompletionStage<Answer> again(StoredCommand command) throws InterruptedException {
        return run(command);
    }

    /** Whether {@link #again} is to be called even when the command has expired meanwhile. */
    default boolean outlivesItsTime() {
        return false;
    }
}
