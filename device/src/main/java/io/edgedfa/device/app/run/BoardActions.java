package io.edgedfa.device.app.run;

import io.edgedfa.device.agent.LearnerAgent;
import io.edgedfa.device.app.assembly.Board;
import io.edgedfa.device.app.command.Action;
import io.edgedfa.device.app.command.Answer;
import io.edgedfa.device.app.command.OnLoop;
import io.edgedfa.device.store.StoredCommand;
import io.edgedfa.device.telemetry.sparkplug.BoardCommands;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** What the commands do to this board. */
final class BoardActions {
    private static final double FASTEST = 10;

    private final Board board;
    private final LearnerAgent agent;
    private final Steering steering;
    private final Executor loop;

    /** @param loop runs what it is given on the loop's thread */
    BoardActions(Board board, LearnerAgent agent, Steering steering, Executor loop) {
        this.board = board;
        this.agent = agent;
        this.steering = steering;
        this.loop = loop;
    }

    /** Those that need nothing but the loop, by name. */
    Map<String, Action> byName() {
        Map<String, Action> actions = new HashMap<>();
        actions.put(BoardCommands.PAUSE, onLoop(learning(BoardActions::none), this::pause));
        actions.put(BoardCommands.RESUME, onLoop(learning(BoardActions::none), this::resume));
        actions.put(BoardCommands.LEARNING_RATE, onLoop(learning(BoardActions::rate), this::learningRate));
        actions.put(BoardCommands.ROLLBACK, onLoop(learning(BoardActions::none), this::rollBack));
        actions.put(BoardCommands.EVALUATE, onLoop(this::heldOut, this::evaluate));
        actions.put(BoardCommands.RELOAD, onLoop(BoardActions::none, this::reload));
        return actions;
    }

    private Action onLoop(Function<String, Optional<String>> refusal, Function<StoredCommand, Answer> effect) {
        return new OnLoop(loop, refusal, effect);
    }

    /** Only where the board learns. */
    private Function<String, Optional<String>> learning(Function<String, Optional<String>> refusal) {
        return argument -> board.learner().learns() ? refusal.apply(argument) : Optional.of("this board does not learn (learning.rule = frozen)");
    }

    /** The refusal of an argument where there must be none. */
    static Optional<String> none(String argument) {
        return argument.isEmpty() ? Optional.empty() : Optional.of("takes no argument");
    }

    private static Optional<String> rate(String argument) {
        try {
            double rate = argument.equals(BoardCommands.DEFAULT_RATE) ? FASTEST : Double.parseDouble(argument);
            if (rate >= Float.MIN_NORMAL && rate <= FASTEST) {
                return Optional.empty();
            }
        } catch (NumberFormatException e) {
            // said below
        }
        return Optional.of("the argument is no learning rate; allowed: a number above 0, at most 10, or default");
    }

    private Optional<String> heldOut(String argument) {
        return board.heldOut().isEmpty() ? Optional.of("there is no held-out set (guard.held-out)") : none(argument);
    }

    private Answer pause(StoredCommand command) {
        steering.pause(command.id());
        return Answer.standing("learning is paused until resumed; predictions go on", Steering.PAUSED, command.id());
    }

    private Answer resume(StoredCommand command) {
        steering.resume();
        return Answer.standing("learning is not paused by a command", Steering.PAUSED, "");
    }

    private Answer learningRate(StoredCommand command) {
        boolean configured = command.argument().equals(BoardCommands.DEFAULT_RATE);
        steering.learningRate(configured ? Double.NaN : Double.parseDouble(command.argument()));
        return Answer.standing("the learning rate is " + agent.learningRate() + (configured ? " as configured" : " until another command") + ", rollbacks included",
                Steering.RATE, configured ? "" : command.argument());
    }

    private Answer rollBack(StoredCommand command) {
        return Answer.done("back to " + agent.rollBack("command " + command.id()));
    }

    private Answer evaluate(StoredCommand command) {
        double accuracy = agent.evaluate();
        return Double.isNaN(accuracy) ? Answer.refused("the model's numbers are not finite")
                : Answer.done(String.format(Locale.ROOT, "%.2f%% of %d held-out samples", 100 * accuracy, board.heldOut().orElseThrow().size()));
    }

    private Answer reload(StoredCommand command) {
        List<String> notes = steering.reload();
        String reason = String.join("; ", notes);
        return notes.get(0).startsWith(Reload.REFUSED) ? Answer.refused(reason) : Answer.done(reason);
    }
}
