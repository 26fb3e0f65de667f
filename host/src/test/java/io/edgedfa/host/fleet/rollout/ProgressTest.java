package io.edgedfa.host.fleet.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.ledger.RolloutBoard;
import io.edgedfa.host.store.ledger.RolloutRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final List<RolloutBoard> boards = new ArrayList<>();

    private void add(boolean canary, String... states) {
        for (String state : states) {
            boards.add(new RolloutBoard(new BoardId("g", "b" + boards.size()), canary, state.equals("waiting") ? "" : "c" + boards.size(), state, ""));
        }
    }

    private Progress progress(int haltPercent) {
        return Progress.of(new RolloutRecord("r", "m", 2, "g", 10, haltPercent, "", 0, 1, RolloutRecord.RUNNING, "", 0), boards);
    }

    private List<String> asked(Progress progress) {
        return progress.ask().stream().map(board -> board.board().edge()).toList();
    }

    @Test
    void shouldAskTheCanariesFirst() {
        add(true, "waiting", "waiting");
        add(false, "waiting", "waiting", "waiting");
        assertEquals(List.of("b0", "b1"), asked(progress(20)));
    }

    @Test
    void shouldWaitForTheLastCanary() {
        add(true, "done", "accepted");
        add(false, "waiting");
        assertEquals(List.of(), asked(progress(20)));
        assertEquals(RolloutRecord.RUNNING, progress(20).state());
    }

    @Test
    void shouldAskTheRestOnceTheCanariesHaveTakenIt() {
        add(true, "done", "done");
        add(false, "waiting", "waiting", "done");
        assertEquals(List.of("b2", "b3"), asked(progress(20)));
    }

    @Test
    void shouldHaltAsSoonAsTooManyCanariesRefuse() {
        add(true, "refused", "open", "open");
        add(false, "waiting");
        assertEquals(RolloutRecord.HALTED, progress(33).state());
        assertEquals("1 of 3 canaries did not take it, allowed are 33%", progress(33).reason());
        assertEquals(RolloutRecord.RUNNING, progress(34).state());
    }

    @Test
    void shouldHaltWhenTheCanariesCannotBeReached() {
        add(true, "expired");
        add(false, "waiting");
        assertEquals(RolloutRecord.HALTED, progress(50).state());
        assertEquals("no canary took it", progress(100).reason());
    }

    @Test
    void shouldHaltWhenTooManyOfAllRefuse() {
        add(true, "done");
        add(false, "refused", "refused", "open", "waiting");
        assertEquals(RolloutRecord.HALTED, progress(39).state());
        assertEquals(List.of("b4"), asked(progress(40)));
    }

    @Test
    void shouldNotCountBoardsThatWereAwayAgainstTheModel() {
        add(true, "done");
        add(false, "expired", "expired", "done");
        assertEquals(RolloutRecord.FINISHED, progress(0).state());
        assertEquals("2 of 4 boards took it", progress(0).reason());
    }

    @Test
    void shouldFinishWithCanariesAlone() {
        add(true, "done", "done");
        assertEquals(RolloutRecord.FINISHED, progress(0).state());
    }

    @Test
    void shouldNotLetMoreThanAHundredFetchAtOnce() {
        add(true, "done");
        add(false, Collections.nCopies(30, "open").toArray(String[]::new));
        add(false, Collections.nCopies(30, "accepted").toArray(String[]::new));
        add(false, Collections.nCopies(100, "waiting").toArray(String[]::new));
        assertEquals(40, progress(20).ask().size());
    }

    /** Whatever boards answer, in whatever order, it comes to an end, asks each once, and the rest never before the canaries. */
    @Test
    void shouldAlwaysComeToAnEnd() {
        SplittableRandom random = new SplittableRandom(20_261_126);
        for (int run = 0; run < 300; run++) {
            boards.clear();
            int canaries = 1 + random.nextInt(4);
            add(true, Collections.nCopies(canaries, "waiting").toArray(String[]::new));
            add(false, Collections.nCopies(random.nextInt(250), "waiting").toArray(String[]::new));
            int halt = random.nextInt(101);
            double refusing = random.nextDouble();
            int steps = 0;
            for (Progress next = progress(halt); next.state().equals(RolloutRecord.RUNNING); next = progress(halt)) {
                for (RolloutBoard board : next.ask()) {
                    assertEquals("waiting", board.state());
                    assertTrue(board.canary() || boards.subList(0, canaries).stream().noneMatch(one -> one.state().equals("waiting")));
                    set(board, "open");
                }
                RolloutBoard any = boards.get(random.nextInt(boards.size()));
                if (any.state().equals("open")) {
                    set(any, random.nextDouble() < refusing ? "refused" : random.nextInt(5) == 0 ? "expired" : "done");
                }
                assertTrue(++steps < 100_000, "it does not end");
            }
        }
    }

    private void set(RolloutBoard board, String state) {
        boards.set(boards.indexOf(board), new RolloutBoard(board.board(), board.canary(), "c", state, ""));
    }
}
