package io.edgedfa.device.app.command;

import io.edgedfa.device.store.CommandState;
import io.edgedfa.device.store.Commands;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.store.StoredCommand;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Takes commands in, keeps them, has them carried out and answered, on a thread of its own. Whatever cannot be kept is dropped: the
 * host sends it again. Thread-safe.
 */
public final class CommandDesk implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CommandDesk.class.getName());
    private static final int MOST_WAITING = 64;
    private static final long RETRY_MS = 500;
    private static final long CLOSE_MS = 200;

    private final CommandStore store;
    private final Map<String, Action> actions;
    private final Set<String> allowed;
    private final Clock clock;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "edgedfa-commands");

    @FunctionalInterface
    private interface Step {
        void take() throws InterruptedException;
    }

    /**
     * @param actions what can be done, by name
     * @param allowed names that the board's configuration allows
     */
    public CommandDesk(CommandStore store, Map<String, Action> actions, Set<String> allowed, Clock clock) {
        this.store = store;
        this.actions = Map.copyOf(actions);
        this.allowed = Set.copyOf(allowed);
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Begins: first what the process before left unfinished. */
    public void start() {
        thread.start();
    }

    /** Hands over a message that may be a command. Never blocks; what is too much is dropped. */
    public void offer(Payload payload) {
        if (steps.size() < MOST_WAITING) {
            steps.add(() -> receive(payload));
        }
    }

    private void work() {
        try {
            while (!takeUp()) {
                Thread.sleep(RETRY_MS);
            }
            while (true) {
                steps.take().take();
            }
        } catch (InterruptedException e) {
            // closed; the store has what is unfinished
        }
    }

    /** Returns false if the store cannot be used. */
    private boolean takeUp() throws InterruptedException {
        List<StoredCommand> unfinished = new ArrayList<>();
        boolean read = change(commands -> {
            unfinished.addAll(commands.unfinished());
            return Optional.empty();
        });
        for (StoredCommand command : unfinished) {
            takeUp(command);
        }
        return read;
    }

    /** Returns false if the store cannot be used, or fails. */
    private boolean change(Function<Commands, Optional<Entry>> change) {
        try {
            return store.change(change);
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "commands wait: {0}", e.getMessage());
            return false;
        }
    }

    private void takeUp(StoredCommand command) throws InterruptedException {
        CommandRequest request = new CommandRequest(command.id(), command.name(), command.argument(), command.expiresMs(), 0);
        Action action = actions.get(command.name());
        Optional<String> lateness = request.lateness(clock.millis());
        if (action == null) {
            finish(command, Answer.refused("this version of the program does not know it"));
        } else if (lateness.isPresent() && !action.outlivesItsTime()) {
            finish(command, new Answer(CommandState.EXPIRED, "the board stopped before it was done; " + lateness.get(), Map.of()));
        } else {
            begin(command, () -> action.again(command));
        }
    }

    private void receive(Payload payload) throws InterruptedException {
        Optional<CommandRequest> arrived = CommandRequest.of(payload);
        if (arrived.isPresent()) {
            receive(arrived.get());
        }
    }

    private void receive(CommandRequest request) throws InterruptedException {
        long nowMs = clock.millis();
        Optional<String> lateness = request.lateness(nowMs);
        Optional<String> refusal = refusal(request);
        CommandState state = refusal.isPresent() ? CommandState.REFUSED : lateness.isPresent() ? CommandState.EXPIRED : CommandState.ACCEPTED;
        StoredCommand command = new StoredCommand(request.id(), request.name(), request.argument(), request.expiresMs(), state,
                refusal.or(() -> lateness).orElse(""), nowMs);
        boolean[] isNew = {false};
        change(commands -> {
            Commands.Receipt receipt = commands.receive(command);
            isNew[0] = receipt.isNew();
            return receipt.answer();
        });
        if (isNew[0] && state == CommandState.ACCEPTED) {
            Action action = actions.get(command.name());
            begin(command, () -> action.run(command));
        }
    }

    private Optional<String> refusal(CommandRequest request) {
        Action action = actions.get(request.name());
        if (request.fault().isPresent()) {
            return request.fault();
        }
        if (action == null) {
            return Optional.of("unknown; allowed: " + String.join(", ", allowed.stream().sorted().toList()));
        }
        return allowed.contains(request.name()) ? action.refusal(request.argument())
                : Optional.of("not allowed by this board's configuration (commands.allow)");
    }

    @FunctionalInterface
    private interface Beginning {
        CompletionStage<Answer> begin() throws InterruptedException;
    }

    private void begin(StoredCommand command, Beginning beginning) throws InterruptedException {
        CompletionStage<Answer> end;
        try {
            end = beginning.begin();
        } catch (RuntimeException e) {
            end = CompletableFuture.failedFuture(e);
        }
        end.whenComplete((answer, failure) -> steps.add(() -> finish(command, failure == null ? answer : failed(failure))));
    }

    private static Answer failed(Throwable failure) {
        return Answer.refused("failed: " + failure);
    }

    /** Nothing else is begun before this is on disk. */
    private void finish(StoredCommand command, Answer answer) throws InterruptedException {
        while (!change(commands -> commands.finish(command.id(), answer.state(), answer.reason(), answer.standing()))) {
            Thread.sleep(RETRY_MS);
        }
    }

    /** Begins nothing more, and waits a moment for what is being written. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
