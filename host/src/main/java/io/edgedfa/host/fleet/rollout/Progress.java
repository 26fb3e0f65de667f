package io.edgedfa.host.fleet.rollout;

import io.edgedfa.host.store.ledger.CommandRecord;
import io.edgedfa.host.store.ledger.RolloutBoard;
import io.edgedfa.host.store.ledger.RolloutRecord;
import java.util.List;

/**
 * What a rollout is to do next.
 *
 * @param ask    boards to be asked now
 * @param state  what the rollout has come to; {@link RolloutRecord#RUNNING} if it goes on
 * @param reason why, for people; empty while it goes on
 */
record Progress(List<RolloutBoard> ask, String state, String reason) {
    /** Boards that fetch at the same time. */
    static final int MOST_AT_ONCE = 100;

    /**
     * Canaries are asked first. When all of them have answered, or their time is over, one of them at least has taken the model and
     * not too many others did not, the rest is asked; of the rest, boards whose time is over count neither way.
     *
     * @param boards in the order in which they are asked
     */
    static Progress of(RolloutRecord rollout, List<RolloutBoard> boards) {
        List<RolloutBoard> canaries = boards.stream().filter(RolloutBoard::canary).toList();
        List<RolloutBoard> others = boards.stream().filter(board -> !board.canary()).toList();
        long lost = count(canaries, CommandRecord.REFUSED) + count(canaries, CommandRecord.EXPIRED);
        if (100 * lost > (long) rollout.haltPercent() * canaries.size()) {
            return halt(lost + " of " + canaries.size() + " canaries did not take it, allowed are " + rollout.haltPercent() + "%");
        }
        if (!over(canaries)) {
            return ask(canaries);
        }
        if (count(canaries, CommandRecord.DONE) == 0) {
            return halt("no canary took it");
        }
        long refused = count(boards, CommandRecord.REFUSED);
        if (100 * refused > (long) rollout.haltPercent() * boards.size()) {
            return halt(refused + " of " + boards.size() + " boards refused it, allowed are " + rollout.haltPercent() + "%");
        }
        return over(others) ? new Progress(List.of(), RolloutRecord.FINISHED, count(boards, CommandRecord.DONE) + " of " + boards.size()
                + " boards took it") : ask(others);
    }

    private static Progress halt(String reason) {
        return new Progress(List.of(), RolloutRecord.HALTED, reason);
    }

    private static Progress ask(List<RolloutBoard> wave) {
        long underWay = count(wave, CommandRecord.OPEN) + count(wave, CommandRecord.ACCEPTED);
        List<RolloutBoard> next = wave.stream().filter(board -> board.state().equals(RolloutBoard.WAITING))
                .limit(Math.max(0, MOST_AT_ONCE - underWay)).toList();
        return new Progress(next, RolloutRecord.RUNNING, "");
    }

    private static boolean over(List<RolloutBoard> wave) {
        return count(wave, CommandRecord.DONE) + count(wave, CommandRecord.REFUSED) + count(wave, CommandRecord.EXPIRED) == wave.size();
    }

    private static long count(List<RolloutBoard> boards, String state) {
        return boards.stream().filter(board -> board.state().equals(state)).count();
    }
}
