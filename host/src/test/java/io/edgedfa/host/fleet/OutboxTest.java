package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.host.fleet.FleetState.Reaction;
import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.CommandAnswer;
import io.edgedfa.host.store.delivery.Numbering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the state makes of numbered messages, and of messages whose meaning is in doubt. */
class OutboxTest {
    private static final BoardId BOARD = new BoardId("edgedfa", "bench-1");
    private static final long STORE = 77;
    private static final long NUMBER_ALIAS = 1;
    private static final long PREVIOUS_ALIAS = 2;
    private static final long ACCURACY_ALIAS = 3;

    private final FleetState state = new FleetState(new FleetSettings(
            "tcp://127.0.0.1:1883", "edgedfa", null, null, null, Duration.ofSeconds(10), Duration.ofSeconds(5), 3, 6));
    private long nowMs = 1_700_000_000_000L;

    @BeforeEach
    void birth() {
        state.brokerConnected();
        receive(MessageType.NBIRTH, 0, Metric.of(BoardMetrics.BD_SEQ, nowMs, 0), Metric.of(BoardMetrics.OUTBOX_STORE, nowMs, STORE),
                Metric.of("one", nowMs, 1), Metric.of("two", nowMs, 2), Metric.of("three", nowMs, 3), Metric.of("four", nowMs, 4),
                Metric.of("five", nowMs, 5), declared(BoardMetrics.ACCURACY, ACCURACY_ALIAS, DataType.DOUBLE),
                declared(BoardMetrics.OUTBOX_NUMBER, NUMBER_ALIAS, DataType.INT64),
                declared(BoardMetrics.OUTBOX_PREVIOUS, PREVIOUS_ALIAS, DataType.INT64));
    }

    @Test
    void shouldTellTheStoreAndTheNumberWhenTheMessageIsNumberedByAliases() {
        Reaction reaction = numbered(1, 8, 5, accuracy(0.5, false));
        assertEquals(new Numbering(STORE, 8, 5), reaction.delivery().numbering());
        assertEquals(1, reaction.delivery().readings().size());
    }

    @Test
    void shouldTellNoNumberWhenTheBirthNamesNoStore() {
        receive(MessageType.NBIRTH, 0, Metric.of(BoardMetrics.BD_SEQ, nowMs, 1));
        Reaction reaction = receive(MessageType.NDATA, 1, Metric.of(BoardMetrics.OUTBOX_NUMBER, nowMs, 8),
                Metric.of(BoardMetrics.OUTBOX_PREVIOUS, nowMs, 5));
        assertNull(reaction.delivery().numbering());
    }

    @Test
    void shouldStoreNothingWhenAMessageBeforeWasLost() {
        Reaction reaction = numbered(2, 8, 5, accuracy(0.5, false));
        assertNull(reaction.delivery());
        assertTrue(reaction.askRebirth());
    }

    @Test
    void shouldShowButNotStoreANamedValueWhenAMessageBeforeWasLost() {
        assertNull(receive(MessageType.NDATA, 2, Metric.of("one", nowMs, 7)).delivery());
        assertEquals(7, state.boards(nowMs).get(0).count("one"));
    }

    @Test
    void shouldRefuseTheMessageWhenItsNumberCannotBe() {
        assertThrows(MalformedPayloadException.class, () -> numbered(1, 5, 5));
        assertThrows(MalformedPayloadException.class, () -> receive(MessageType.NDATA, 2, byAlias(NUMBER_ALIAS, 9)));
    }

    @Test
    void shouldKeepTheNumberWhenAValueMakesNoSense() {
        Reaction reaction = numbered(1, 8, 5, accuracy(7, false));
        assertEquals(new Numbering(STORE, 8, 5), reaction.delivery().numbering());
        assertEquals(List.of(), reaction.delivery().readings());
    }

    @Test
    void shouldTakeANumberedValueForLateWhenItIsSentAgain() {
        numbered(1, 8, 5, accuracy(0.5, false));
        assertEquals(0.25, numbered(2, 9, 5, accuracy(0.25, true)).delivery().readings().get(0).value());
        assertEquals(0.5, state.boards(nowMs).get(0).number(BoardMetrics.ACCURACY));
    }

    @Test
    void shouldTellTheEventWithTheBoardsTimeAndAsOneLine() {
        long then = nowMs - 3_600_000;
        Reaction reaction = receive(MessageType.NDATA, 1, text(BoardMetrics.EVENT_KIND, then, "rollback"),
                text(BoardMetrics.EVENT_TEXT, then, "accuracy fell\nto 0.3"));
        assertEquals(List.of(BoardEvent.ofBoard(BOARD, "rollback", then, "accuracy fell to 0.3")), reaction.delivery().events());
    }

    @Test
    void shouldTellTheAnswerToACommand() {
        Reaction reaction = receive(MessageType.NDATA, 1, text(BoardMetrics.COMMAND_ID, nowMs, "c-1"),
                text(BoardMetrics.COMMAND_STATE, nowMs, "refused"), text(BoardMetrics.COMMAND_REASON, nowMs, "no such name"));
        assertEquals(List.of(new CommandAnswer(BOARD, "c-1", "refused", "no such name", nowMs)), reaction.delivery().answers());
    }

    @Test
    void shouldTakeNoPartOfTheDeliveryForAReading() {
        Reaction reaction = receive(MessageType.NDATA, 1, Metric.of(BoardMetrics.OUTBOX_NUMBER, nowMs, 8),
                Metric.of(BoardMetrics.OUTBOX_PREVIOUS, nowMs, 5), Metric.of(BoardMetrics.OUTBOX_STORE, nowMs, STORE),
                Metric.of(BoardMetrics.OUTBOX_ACKNOWLEDGED, nowMs, 5), Metric.of("event/other", nowMs, 1),
                Metric.of("command/other", nowMs, 1), Metric.of("one", nowMs, 1));
        assertEquals(List.of("one"), reaction.delivery().readings().stream().map(reading -> reading.metric()).toList());
    }

    @Test
    void shouldCorrectTheTimeWhenTheBoardsClockIsOff() {
        long boardMs = 86_400_000; // a day after 1970
        Metric late = new Metric("one", Metric.NO_ALIAS, boardMs - 5_000, DataType.INT64, 1L, true);
        Reaction reaction = state.receive(topic(MessageType.NDATA), new Payload(boardMs, 1, List.of(late)), nowMs);
        assertEquals(nowMs - 5_000, reaction.delivery().readings().get(0).timeMs());
    }

    @Test
    void shouldUseTheSameRecordAgainWhenNothingButAMomentHasPassed() {
        Reaction first = numbered(1, 8, 5);
        nowMs += 500;
        assertEquals(System.identityHashCode(first.delivery().board()), System.identityHashCode(numbered(2, 9, 8).delivery().board()));
        nowMs += 1_000;
        assertEquals(nowMs, numbered(3, 10, 9).delivery().board().lastSeenMs());
    }

    @Test
    void shouldAskForABirthWhenTheBoardComesFromAnotherHost() {
        assertEquals(List.of(), state.share(board -> false, nowMs));
        assertEquals("another host follows it", state.boards(nowMs).get(0).reason());
        assertEquals(List.of(BOARD), state.share(board -> true, nowMs));
        assertNull(numbered(1, 8, 5).delivery());
    }

    private Reaction numbered(int seq, long number, long previous, Metric... metrics) {
        List<Metric> all = new ArrayList<>(List.of(byAlias(NUMBER_ALIAS, number), byAlias(PREVIOUS_ALIAS, previous)));
        all.addAll(List.of(metrics));
        return receive(MessageType.NDATA, seq, all.toArray(Metric[]::new));
    }

    private Reaction receive(MessageType type, int seq, Metric... metrics) {
        return state.receive(topic(type), new Payload(nowMs, seq, List.of(metrics)), nowMs);
    }

    private static Topic topic(MessageType type) {
        return new Topic(BOARD.group(), type, BOARD.edge(), null);
    }

    private Metric declared(String name, long alias, DataType type) {
        return new Metric(name, alias, nowMs, type, null, false);
    }

    private Metric byAlias(long alias, long value) {
        return new Metric(null, alias, nowMs, null, value, false);
    }

    private Metric accuracy(double value, boolean late) {
        return new Metric(null, ACCURACY_ALIAS, nowMs, null, value, late);
    }

    private static Metric text(String name, long timeMs, String value) {
        return Metric.of(name, timeMs, value);
    }
}
