package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.edgedfa.host.store.board.BoardRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetStateTest {
    private static final String EDGE = "bench-1";
    private static final long ACCURACY_ALIAS = 7;

    private final FleetState state = new FleetState(new FleetSettings(
            "tcp://127.0.0.1:1883", "edgedfa", null, null, null, Duration.ofSeconds(10), Duration.ofSeconds(5), 3, 6));
    private long nowMs = 1_700_000_000_000L;

    @BeforeEach
    void connect() {
        state.brokerConnected();
    }

    @Test
    void shouldShowTheBoardOnlineWhenItIsBorn() {
        birth(0);
        assertTrue(board().online());
        assertEquals(0.5, board().number(BoardMetrics.ACCURACY));
        assertEquals("dfa", board().text(BoardMetrics.RULE));
    }

    @Test
    void shouldShowTheBoardOnlineWhenItsLearnerIsNotBornYet() {
        nodeBirth(0);
        assertTrue(board().online());
    }

    @Test
    void shouldStoreNumbersAndTheBirthWhenTheBoardIsBorn() {
        Reaction node = nodeBirth(4);
        Reaction device = deviceBirth(1);
        assertEquals(BoardEvent.BIRTH, node.delivery().events().get(0).kind());
        assertEquals(List.of(BoardMetrics.SAMPLES, BoardMetrics.ACCURACY), device.delivery().readings().stream().map(r -> r.metric()).toList());
        assertEquals("dfa", device.delivery().board().rule());
    }

    @Test
    void shouldResolveTheAliasWhenDataComesWithoutAName() {
        birth(0);
        Reaction outcome = data(2, byAlias(0.75));
        assertEquals(0.75, board().number(BoardMetrics.ACCURACY));
        assertEquals(0.75, outcome.delivery().readings().get(0).value());
        assertFalse(outcome.askRebirth());
    }

    @Test
    void shouldAskForRebirthWhenTheSequenceHasAGap() {
        birth(0);
        assertTrue(data(3, byAlias(0.75)).askRebirth());
    }

    @Test
    void shouldIgnoreAliasesWhenTheSequenceHadAGap() {
        birth(0);
        data(3, byAlias(0.75));
        data(4, byAlias(0.8));
        assertEquals(0.5, board().number(BoardMetrics.ACCURACY));
        assertTrue(board().online());
    }

    @Test
    void shouldTrustAliasesAgainWhenTheBoardIsRebornAfterAGap() {
        birth(0);
        data(3, byAlias(0.75));
        assertEquals(BoardEvent.REBIRTH, birth(0).delivery().events().get(0).kind());
        data(2, byAlias(0.8));
        assertEquals(0.8, board().number(BoardMetrics.ACCURACY));
    }

    @Test
    void shouldAskAtMostOncePerIntervalWhenTheGapPersists() {
        birth(0);
        assertTrue(data(9, byAlias(0.7)).askRebirth());
        nowMs += 4_999;
        assertFalse(data(10, byAlias(0.7)).askRebirth());
        nowMs += 1;
        assertTrue(data(11, byAlias(0.7)).askRebirth());
    }

    @Test
    void shouldSeeNoGapWhenTheSequenceWrapsAt256() {
        birth(0);
        for (int seq = 2; seq < 600; seq++) {
            assertFalse(data(seq % 256, byAlias(0.6)).askRebirth());
        }
    }

    @Test
    void shouldAskForRebirthWhenDataComesFromAnUnknownBoard() {
        assertTrue(data(17, Metric.of(BoardMetrics.ACCURACY, nowMs, 0.9)).askRebirth());
        assertFalse(board().online());
        assertNull(board().number(BoardMetrics.ACCURACY));
    }

    @Test
    void shouldAskForRebirthWhenTheDevicesBirthWasMissed() {
        nodeBirth(0);
        assertTrue(data(1, byAlias(0.9)).askRebirth());
    }

    @Test
    void shouldShowTheBoardDeadWhenItsSessionDies() {
        birth(3);
        assertEquals(BoardEvent.DEATH, death(3).delivery().events().get(0).kind());
        assertFalse(board().online());
        assertEquals("stopped, or lost its connection", board().reason());
    }

    @Test
    void shouldIgnoreTheDeathWhenItBelongsToAnOlderSession() {
        birth(3);
        birth(4);
        death(3);
        assertTrue(board().online());
    }

    @Test
    void shouldAskForRebirthWhenDataComesAfterTheDeath() {
        birth(3);
        death(3);
        assertTrue(data(2, byAlias(0.9)).askRebirth());
        assertFalse(board().online());
    }

    @Test
    void shouldForgetOldValuesWhenANewSessionBegins() {
        birth(3);
        nodeBirth(4);
        assertNull(board().number(BoardMetrics.ACCURACY));
    }

    @Test
    void shouldShowTheBoardDeadWhenItIsSilentForTooLong() {
        birth(0);
        nowMs += 10_000;
        assertEquals(0, state.expire(nowMs).size());
        nowMs += 2_000;
        assertEquals(BoardEvent.STALE, state.expire(nowMs).get(0).events().get(0).kind());
        assertEquals("no report for 12 s", board().reason());
        nowMs += 3_000;
        assertEquals("no report for 15 s", board().reason());
        assertEquals(0, state.expire(nowMs).size());
    }

    @Test
    void shouldShowTheBoardOnlineWhenItReportsAfterSilence() {
        birth(0);
        nowMs += 20_000;
        state.expire(nowMs);
        data(2, byAlias(0.9));
        assertTrue(board().online());
        assertEquals(nowMs, board().sinceMs());
    }

    @Test
    void shouldShowEveryBoardDeadWhenTheBrokerIsLost() {
        birth(0);
        state.brokerLost(nowMs);
        assertFalse(board().online());
        assertEquals("broker unreachable", board().reason());
    }

    @Test
    void shouldKeepTheBoardDeadWhenTheBrokerIsBackButTheBoardIsNotHeard() {
        birth(0);
        state.brokerLost(nowMs);
        state.brokerConnected();
        assertFalse(board().online());
        assertEquals("no report since the broker came back", board().reason());
    }

    @Test
    void shouldShowTheBoardOnlineAndAskForRebirthWhenItReportsAfterTheBrokerIsBack() {
        birth(0);
        state.brokerLost(nowMs);
        state.brokerConnected();
        assertTrue(data(2, byAlias(0.9)).askRebirth());
        assertTrue(board().online());
    }

    @Test
    void shouldIgnoreAMessageWhenItIsHandledAfterTheBrokerIsLost() {
        birth(0);
        state.brokerLost(nowMs);
        data(2, byAlias(0.9));
        state.brokerConnected();
        assertFalse(board().online());
    }

    @Test
    void shouldShowTheBoardDeadWhenTheLearnerStops() {
        birth(0);
        receive(MessageType.DDEATH, BoardMetrics.LEARNER, 2);
        receive(MessageType.NDATA, null, 3);
        assertFalse(board().online());
        assertEquals("the learner has stopped", board().reason());
    }

    @Test
    void shouldShowTheBoardOnlineWhenTheLearnerIsBornAgain() {
        birth(0);
        receive(MessageType.DDEATH, BoardMetrics.LEARNER, 2);
        deviceBirth(3);
        assertTrue(board().online());
    }

    @Test
    void shouldShowStoredBoardsDeadWithTheirLastValuesWhenTheHostStarts() {
        state.restore(new BoardRecord(new BoardId("edgedfa", EDGE), "learner", 1, 2, true, "bp", "m", "1", "0.1.0", "arm64", "17"),
                Map.of(BoardMetrics.ACCURACY, 0.9));
        assertFalse(board().online());
        assertEquals("no report since the host started", board().reason());
        assertEquals("bp", board().text(BoardMetrics.RULE));
        assertEquals(0.9, board().number(BoardMetrics.ACCURACY));
        assertEquals(2, board().lastSeenMs());
    }

    @Test
    void shouldAskForRebirthWhenAStoredBoardReports() {
        state.restore(new BoardRecord(new BoardId("edgedfa", EDGE), "learner", 1, 2, true, null, null, null, null, null, null), Map.of());
        assertTrue(data(9, byAlias(0.9)).askRebirth());
    }

    @Test
    void shouldIgnoreAValueWhenItIsOutOfItsRange() {
        birth(0);
        assertEquals(List.of(), data(2, Metric.of(BoardMetrics.ACCURACY, nowMs, 1.5)).delivery().readings());
        data(3, Metric.of(BoardMetrics.SAMPLES, nowMs, -1));
        data(4, Metric.of(BoardMetrics.LOSS, nowMs, Double.NaN));
        assertEquals(0.5, board().number(BoardMetrics.ACCURACY));
        assertEquals(10, board().count(BoardMetrics.SAMPLES));
        assertNull(board().number(BoardMetrics.LOSS));
    }

    @Test
    void shouldKeepAnUnknownMetricWhenItIsANumber() {
        birth(0);
        assertEquals("room/temperature", data(2, Metric.of("room/temperature", nowMs, 21.5)).delivery().readings().get(0).metric());
        assertEquals(21.5, board().number("room/temperature"));
    }

    @Test
    void shouldUseTheHostsTimeWhenTheBoardsClockIsWrong() {
        birth(0);
        assertEquals(nowMs, data(2, Metric.of(BoardMetrics.LOSS, 1_000, 2.0)).delivery().readings().get(0).timeMs());
    }

    @Test
    void shouldStoreButNotShowAValueWhenItIsHistorical() {
        birth(0);
        long earlier = nowMs - 3_600_000;
        Metric late = new Metric(BoardMetrics.ACCURACY, Metric.NO_ALIAS, earlier, DataType.DOUBLE, 0.1, true);
        assertEquals(earlier, data(2, late).delivery().readings().get(0).timeMs());
        assertEquals(0.5, board().number(BoardMetrics.ACCURACY));
    }

    @Test
    void shouldIgnoreFurtherMetricsWhenTheBoardHasTooMany() {
        birth(0);
        List<Metric> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(Metric.of("extra/" + i, nowMs, i));
        }
        Reaction outcome = data(2, many.toArray(Metric[]::new));
        assertEquals(6, board().values().size());
        assertTrue(outcome.delivery().readings().size() < 6);
    }

    @Test
    void shouldRefuseFurtherBoardsWhenThereAreTooMany() {
        for (int i = 0; i < 5; i++) {
            state.receive(new Topic("edgedfa", MessageType.NBIRTH, "flood-" + i, null), payload(0, bdSeq(0)), nowMs);
        }
        assertEquals(3, state.boards(nowMs).size());
        assertEquals(2, state.refused());
    }

    @Test
    void shouldRefuseTheBirthWhenItHasNoSessionNumber() {
        assertThrows(MalformedPayloadException.class, () -> receive(MessageType.NBIRTH, null, 0));
    }

    @Test
    void shouldIgnoreTheHostsOwnCommandWhenItComesBack() {
        state.receive(new Topic("edgedfa", MessageType.NCMD, EDGE, null), payload(Payload.NO_SEQ), nowMs);
        assertEquals(0, state.boards(nowMs).size());
    }

    private Reaction birth(long bdSeq) {
        Reaction node = nodeBirth(bdSeq);
        deviceBirth(1);
        return node;
    }

    private Reaction nodeBirth(long bdSeq) {
        return receive(MessageType.NBIRTH, null, 0, bdSeq(bdSeq), Metric.of(BoardMetrics.REBIRTH, nowMs, false),
                Metric.of(BoardMetrics.OS_ARCH, nowMs, "aarch64"));
    }

    private Reaction deviceBirth(int seq) {
        return receive(MessageType.DBIRTH, BoardMetrics.LEARNER, seq, Metric.of(BoardMetrics.SAMPLES, nowMs, 10),
                new Metric(BoardMetrics.ACCURACY, ACCURACY_ALIAS, nowMs, DataType.DOUBLE, 0.5, false),
                Metric.of(BoardMetrics.RULE, nowMs, "dfa"));
    }

    private Reaction data(int seq, Metric... metrics) {
        return receive(MessageType.DDATA, BoardMetrics.LEARNER, seq, metrics);
    }

    private Reaction death(long bdSeq) {
        return receive(MessageType.NDEATH, null, Payload.NO_SEQ, bdSeq(bdSeq));
    }

    private Reaction receive(MessageType type, String device, int seq, Metric... metrics) {
        return state.receive(new Topic("edgedfa", type, EDGE, device), payload(seq, metrics), nowMs);
    }

    private Payload payload(int seq, Metric... metrics) {
        return new Payload(nowMs, seq, List.of(metrics));
    }

    private Metric bdSeq(long bdSeq) {
        return Metric.of(BoardMetrics.BD_SEQ, nowMs, bdSeq);
    }

    private Metric byAlias(double accuracy) {
        return new Metric(null, ACCURACY_ALIAS, nowMs, null, accuracy, false);
    }

    private BoardView board() {
        return state.boards(nowMs).get(0);
    }
}
