package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import io.edgedfa.host.web.api.BoardSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final List<BoardSummary> boards = new ArrayList<>();
    private final Changes changes = new Changes(() -> Map.of("total", boards.size()), () -> boards);

    @Test
    void shouldTellABoardOnceWhenItDoesNotChange() {
        boards.add(board(1, 0.5));
        assertEquals(List.of(boards.get(0)), told());
        assertEquals(List.of(), told());
    }

    @Test
    void shouldTellOnlyWhatChangedWhenOneOfTwoDid() {
        boards.addAll(List.of(board(1, 0.5), board(2, 0.5)));
        told();
        boards.set(1, board(2, 0.75));
        assertEquals(List.of(boards.get(1)), told());
    }

    @Test
    void shouldTellEveryBoardInTurnWhenMoreChangeThanAreToldAtATime() {
        Set<String> heard = new HashSet<>();
        for (int round = 0; round < 4; round++) {
            boards.clear();
            for (int i = 0; i < 3 * Changes.MAX_BOARDS; i++) {
                boards.add(board(i, round));
            }
            List<BoardSummary> told = told();
            assertEquals(Changes.MAX_BOARDS, told.size());
            told.forEach(board -> heard.add(board.id()));
        }
        assertEquals(3 * Changes.MAX_BOARDS, heard.size());
    }

    @Test
    void shouldTellABoardAgainWhenItWasGone() {
        boards.add(board(1, 0.5));
        told();
        BoardSummary board = boards.remove(0);
        assertEquals(List.of(), told());
        boards.add(board);
        assertEquals(List.of(board), told());
    }

    @SuppressWarnings("unchecked")
    private List<BoardSummary> told() {
        return (List<BoardSummary>) changes.next().get("boards");
    }

    private static BoardSummary board(int i, double accuracy) {
        Map<String, Object> values = Fixtures.board("lab", "board-" + i, i);
        values.put("accuracy", accuracy);
        return new Gson().fromJson(new Gson().toJson(values), BoardSummary.class);
    }
}
