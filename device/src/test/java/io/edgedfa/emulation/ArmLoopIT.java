package io.edgedfa.emulation;

import io.edgedfa.device.app.Mosquitto;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a board does all day: it learns, keeps what it learned, and reports to a broker that runs on this machine unemulated. */
class ArmLoopIT {
    /** A start of an emulated process takes seconds; each kill needs one. */
    private static final int KILLS = 3;

    /** Those of {@code EdgeNodeTest} that look at no clock. */
    private static final String[] SESSIONS = Stream.of(
            "shouldPublishNodeThenDeviceBirthWhenConnected", "shouldPublishWithQosZeroAndNotRetainedWhenBorn",
            "shouldDeclareRebirthFalseWithoutAliasWhenBorn", "shouldSendOnlyChangedValuesByAliasWhenReported",
            "shouldSendNodeDataWhenNodeMetricChanges", "shouldPublishDeviceBirthWhenMetricIsNew",
            "shouldGoFromSeq255To0WhenManyMessagesWereSent", "shouldPublishBothBirthsAgainWithSameBdSeqWhenRebirthIsCommanded",
            "shouldLeaveDeathToTheWillAndBeBornAgainWhenConnectionIsCut")
            .map("device.telemetry.EdgeNodeTest#"::concat).toArray(String[]::new);

    @TempDir
    Path folder;

    @Test
    void shouldLearnAndKeepItWhenTheBoardIsArm() throws Exception {
        EmulatedBoard board = EmulatedBoard.needed();
        board.assertPass(List.of("-Dedgedfa.store.kills=" + KILLS, "-Dedgedfa.java=" + board.java()),
                "device.agent.DigitsLearningTest", "device.agent.LearnerAgentTest#shouldLearnFromAStreamWithDirectFeedbackAlignment",
                "device.store.StoreKillTest#shouldHoldAllItSaidWhenKilledAtAnyMoment");
    }

    @Test
    void shouldReportToABrokerWhenTheBoardIsArm() throws Exception {
        EmulatedBoard board = EmulatedBoard.needed();
        try (Mosquitto broker = Mosquitto.start(folder.resolve("broker"))) {
            board.assertPass(List.of("-Dedgedfa.broker.port=" + broker.uri().getPort()), SESSIONS);
        }
    }
}
