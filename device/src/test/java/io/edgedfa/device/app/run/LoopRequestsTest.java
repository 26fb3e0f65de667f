package io.edgedfa.device.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopRequestsTest {
    private final LoopRequests requests = new LoopRequests();

    @Test
    void shouldRunTasksInTheirOrderAndOnlyWhenTheLoopSaysSo() {
        List<String> done = new ArrayList<>();
        requests.execute(() -> done.add("first"));
        requests.execute(() -> done.add("second"));
        assertEquals(List.of(), done);
        requests.runTasks();
        requests.runTasks();
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void shouldTellOnceThatTheConfigurationIsToBeReadHoweverOftenThatWasAsked() {
        assertFalse(requests.takeReload());
        requests.reload();
        requests.reload();
        assertTrue(requests.takeReload());
        assertFalse(requests.takeReload());
    }

    @Test
    void shouldKeepThatTheEndWasAskedForBeforeTheLoopRan() {
        requests.stop();
        requests.attach();
        assertTrue(requests.stopping());
    }
}
