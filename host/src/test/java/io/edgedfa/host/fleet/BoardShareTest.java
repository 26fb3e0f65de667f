package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.board.BoardId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoardShareTest {
    private static final List<BoardId> BOARDS =
            IntStream.range(0, 3_000).mapToObj(i -> new BoardId("edgedfa", "board-" + i)).toList();

    @Test
    void shouldGiveEveryBoardToOneHostAndEveryHostItsPart() {
        List<String> hosts = List.of("a", "b", "c");
        List<BoardShare> shares = hosts.stream().map(name -> new BoardShare(hosts, name)).toList();
        for (BoardId board : BOARDS) {
            assertEquals(1, shares.stream().filter(share -> share.ours(board)).count());
        }
        for (BoardShare share : shares) {
            long part = BOARDS.stream().filter(share::ours).count();
            assertTrue(part > 850 && part < 1_150, "a third of 3,000, not " + part);
        }
    }

    @Test
    void shouldMoveOnlyTheBoardsOfTheHostThatEnds() {
        BoardShare before = new BoardShare(List.of("a", "b", "c"), "a");
        BoardShare after = new BoardShare(List.of("a", "b"), "a");
        assertTrue(BOARDS.stream().filter(before::ours).allMatch(after::ours));
    }

    @Test
    void shouldFollowNoBoardWhenItIsNotAmongTheLiving() {
        assertFalse(new BoardShare(List.of("b"), "a").ours(BOARDS.get(0)));
    }
}
