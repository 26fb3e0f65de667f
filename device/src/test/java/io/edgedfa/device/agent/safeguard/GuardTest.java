package io.edgedfa.device.agent.safeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.agent.safeguard.Guard.Verdict;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardTest {
    private final Guard guard = new Guard(new GuardSettings(100, 0.6, 0.05, 3, 0.5));

    @Test
    void shouldPassAModelWithinTheMarginOfTheBest() {
        guard.begin(0.90, 0);
        assertEquals(Verdict.PASS, guard.check(0.86, 100));
        assertEquals(0.90, guard.best());
    }

    @Test
    void shouldRollBackAModelBelowTheMargin() {
        guard.begin(0.90, 0);
        assertEquals(Verdict.ROLL_BACK, guard.check(0.84, 100));
        assertEquals("84.0% on the held-out set, allowed 85.0% (best 90.0%)", guard.describe());
    }

    @Test
    void shouldGoBackOnlyToWhatIsCloseToTheBest() {
        guard.begin(0.90, 0);
        assertEquals(Verdict.PASS, guard.check(0.87, 100));
        assertFalse(guard.good());
        guard.check(0.89, 200);
        assertTrue(guard.good());
    }

    @Test
    void shouldMeasureFromAnEarlierModelOnceThatIsBack() {
        guard.begin(0.90, 0);
        Map<String, String> then = new HashMap<>();
        guard.save(then);
        guard.check(0.99, 100);
        guard.check(0.5, 200);
        guard.rebase(then);
        assertEquals(Verdict.PASS, guard.check(0.86, 300));
    }

    @Test
    void shouldMeasureFromABetterModelOnceThereWasOne() {
        guard.begin(0.80, 0);
        guard.check(0.95, 100);
        assertEquals(Verdict.ROLL_BACK, guard.check(0.89, 200));
    }

    @Test
    void shouldRollBackBelowTheFloorOnceItWasReached() {
        Guard wide = new Guard(new GuardSettings(100, 0.6, 0.5, 3, 0.5));
        wide.begin(0.65, 0);
        assertEquals(Verdict.ROLL_BACK, wide.check(0.59, 100));
    }

    @Test
    void shouldNotAskForAFloorThatWasNeverReached() {
        guard.begin(0.10, 0);
        assertEquals(Verdict.PASS, guard.check(0.20, 100));
    }

    @Test
    void shouldRollBackWeightsThatAreNotFinite() {
        guard.begin(0.0, 0);
        assertEquals(Verdict.ROLL_BACK, guard.check(Double.NaN, 100));
    }

    @Test
    void shouldStopLearningAfterTheLastRollbackAllowed() {
        guard.begin(0.90, 0);
        guard.check(0.1, 100);
        guard.check(0.1, 200);
        assertFalse(guard.stopped());
        assertEquals(Verdict.ROLL_BACK_AND_STOP, guard.check(0.1, 300));
        assertTrue(guard.stopped());
    }

    @Test
    void shouldLowerTheRateWithEveryRollback() {
        guard.begin(0.90, 0);
        guard.check(0.1, 100);
        guard.check(0.1, 200);
        assertEquals(0.25, guard.rateFactor());
    }

    @Test
    void shouldForgiveRollbacksAfterManyPassedChecksInARow() {
        guard.begin(0.90, 0);
        guard.check(0.1, 100);
        for (int i = 0; i < Guard.FORGIVEN_AFTER; i++) {
            assertEquals(1, guard.rollbacks(), "after " + i);
            guard.check(0.90, 200);
        }
        assertEquals(0, guard.rollbacks());
    }

    @Test
    void shouldBeDueAfterSoManyUpdates() {
        guard.begin(0.9, 1_000);
        assertFalse(guard.due(1_099));
        assertTrue(guard.due(1_100));
        guard.check(0.9, 1_130);
        assertFalse(guard.due(1_229));
    }

    @Test
    void shouldKeepBestRollbacksAndStopAcrossRestarts() {
        guard.begin(0.90, 0);
        guard.check(0.1, 100);
        guard.check(0.1, 200);
        guard.check(0.1, 300);
        Map<String, String> facts = new HashMap<>();
        guard.save(facts);
        Guard restarted = new Guard(new GuardSettings(100, 0.6, 0.05, 3, 0.5));
        restarted.restore(facts);
        restarted.begin(0.70, 300);
        assertTrue(restarted.stopped());
        assertEquals(0.90, restarted.best());
        assertEquals(3, restarted.rollbacks());
    }

    @Test
    void shouldNameASettingThatCannotBe() {
        assertEquals("margin = 1.5, allowed: 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> new GuardSettings(1, 0, 1.5, 1, 1)).getMessage());
    }
}
