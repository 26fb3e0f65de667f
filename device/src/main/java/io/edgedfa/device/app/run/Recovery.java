package io.edgedfa.device.app.run;

import io.edgedfa.device.agent.Resumption;
import io.edgedfa.device.agent.Safekeeping;
import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.app.assembly.Board;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Checkpoint;
import io.edgedfa.device.store.Checkpoints.Recorded;
import io.edgedfa.device.store.StoreException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Takes up what the process before left in the store: what was learned, how far its source was read, the orders that stood. */
final class Recovery {
    private final Board board;
    private final StoreKeeper keeper;
    private final Safekeeping safekeeping;
    private final Steering steering;
    private Optional<Checkpoint> resumed = Optional.empty();

    Recovery(Board board, StoreKeeper keeper, Safekeeping safekeeping, Steering steering) {
        this.board = board;
        this.keeper = keeper;
        this.safekeeping = safekeeping;
        this.steering = steering;
    }

    /** Notes in a store that was opened which model is learned from there, and records when that is another than before. */
    static void recordModel(Board board, BoardStore store, StoreKeeper keeper) {
        Recorded recorded = store.checkpoints().factory(board.factory().sha256(), board.model().id(), board.model().version(),
                board.config().model().file().toString());
        if (recorded != Recorded.SAME) {
            keeper.event("new-model", "this is another model than before; " + (recorded == Recorded.BACK
                    ? "what was learned from it earlier is taken up again" : "learning starts anew")
                    + ", and what was learned from the former one is kept until yet another comes");
        }
    }

    /** From the store, or, where that cannot be written, from what can be read of it. Call first, and before the loop is made. */
    void resume() {
        Optional<BoardStore> store = keeper.store();
        if (store.isPresent()) {
            resume(store.get());
        } else {
            try (BoardStore readable = BoardStore.openToRead(board.config().store().file())) {
                resume(readable);
            } catch (StoreException e) {
                resumed = Optional.empty();
            }
        }
        if (store.isPresent() && store.get().crashed()) {
            keeper.event("crash", "the last process ended without notice; learning goes on from "
                    + checkpoint().orElse("the factory model") + ", at most "
                    + TimeUnit.MILLISECONDS.toSeconds(board.config().store().checkpointMs()) + " s of learning are lost");
        }
    }

    private void resume(BoardStore store) {
        resumed = safekeeping.resume(Optional.of(store));
        try {
            steering.orders(store.commands().standing());
        } catch (StoreException | NumberFormatException e) {
            keeper.event("resume", "standing orders cannot be read, none stands: " + e.getMessage());
        }
    }

    /** Name of the checkpoint that was taken up; empty for none. */
    Optional<String> checkpoint() {
        return resumed.map(Resumption::name);
    }

    /** Samples that the board had seen then. */
    long samples() {
        return resumed.map(checkpoint -> Long.parseLong(checkpoint.facts().getOrDefault("samples", "0"))).orElse(0L);
    }

    /** Where the source goes on; empty for its beginning, also where it is another source than then. */
    String position() {
        String identity = board.sources().identity();
        safekeeping.identify(identity);
        return resumed.filter(checkpoint -> identity.equals(checkpoint.facts().get("source")))
                .map(checkpoint -> checkpoint.facts().get("position")).orElse("");
    }
}
