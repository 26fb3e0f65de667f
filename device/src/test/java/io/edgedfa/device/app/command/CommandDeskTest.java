package io.edgedfa.device.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.CommandState;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.StoreLimits;
import io.edgedfa.device.store.StoredCommand;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real store; what the commands do is the test's. */
class CommandDeskTest {
    private static final long NOW = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();

    @TempDir
    Path folder;

    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Answer> later = new CompletableFuture<>();
    private BoardStore store;
    private volatile boolean away;
    private volatile int asked;
    private long nowMs = NOW;
    private CommandDesk desk;

    @BeforeEach
    void open() {
        store = BoardStore.open(folder.resolve("board.store"), StoreLimits.defaults(), clock());
        start(Set.of("note", "long", "fail"));
    }

    private Clock clock() {
        return Clock.fixed(Instant.ofEpochMilli(nowMs), ZoneOffset.UTC);
    }

    private void start(Set<String> allowed) {
        Executor direct = new Executor();
        Map<String, Action> actions = Map.of("note", new OnLoop(direct, argument -> argument.equals("bad") ? Optional.of("bad argument") : Optional.empty(),
                command -> {
                    effects.add(command.id());
                    return Answer.standing("noted", "order", command.argument());
                }), "long", new LongAction(), "fail", new OnLoop(direct, argument -> Optional.empty(), command -> {
                    throw new IllegalStateException("broken\nin two lines");
                }));
        desk = new CommandDesk(change -> {
            if (away) {
                asked++;
                return false;
            }
            change.apply(store.commands());
            return true;
        }, actions, allowed, clock());
        desk.start();
    }

    private static final class Executor implements java.util.concurrent.Executor {
        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    private final class LongAction implements Action {
        @Override
        public Optional<String> refusal(String argument) {
            return Optional.empty();
        }

        @Override
        public CompletionStage<Answer> run(StoredCommand command) {
            effects.add(command.id());
            return later;
        }

        @Override
        public CompletionStage<Answer> again(StoredCommand command) {
            return CompletableFuture.completedFuture(Answer.done("after a restart"));
        }
    }

    @AfterEach
    void close() {
        desk.close();
        store.close();
    }

    private static Payload payload(String id, String name, String argument, long expiresMs, long sentMs) {
        return new Payload(sentMs, Payload.NO_SEQ, List.of(Metric.of(BoardMetrics.COMMAND_ID, 0, id), Metric.of(BoardMetrics.COMMAND_NAME, 0, name),
                Metric.of(BoardMetrics.COMMAND_ARGUMENT, 0, argument), Metric.of(BoardMetrics.COMMAND_EXPIRES_MILLIS, 0, expiresMs)));
    }

    private void give(String id, String name, String argument) {
        desk.offer(payload(id, name, argument, NOW + 1_000, NOW));
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        for (int i = 0; i < 2_000 && !reached.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertTrue(reached.getAsBoolean());
    }

    private Optional<StoredCommand> kept(String id) {
        return store.commands().latest(100).stream().filter(command -> command.id().equals(id)).findFirst();
    }

    private void awaitState(String id, CommandState state) throws InterruptedException {
        await(() -> kept(id).map(StoredCommand::state).equals(Optional.of(state)));
    }

    private List<String> answers() {
        return store.outbox().after(0, 100).stream().filter(entry -> entry.kind() == Entry.Kind.ANSWER)
                .map(entry -> new String(entry.body(), StandardCharsets.UTF_8).replace('\n', ' ').strip()).toList();
    }

    @Test
    void shouldCarryOutOnceAndAnswerWhenTheSameIdComesAgain() throws Exception {
        give("a", "note", "x");
        give("a", "note", "y");
        awaitState("a", CommandState.DONE);
        give("a", "note", "z");
        give("b", "note", "");
        awaitState("b", CommandState.DONE);
        assertEquals(List.of("a", "b"), effects);
        assertEquals(List.of("a accepted", "a done noted", "b accepted", "b done noted"), answers());
        assertEquals(Map.of(), store.commands().standing(), "the second took the order back");
    }

    @Test
    void shouldAnswerAgainWhenTheAnswerHasLeftTheOutbox() throws Exception {
        give("a", "note", "x");
        awaitState("a", CommandState.DONE);
        store.outbox().acknowledge(2);
        give("a", "note", "x");
        await(() -> answers().equals(List.of("a done noted")));
        assertEquals(List.of("a"), effects);
        assertEquals(Map.of("order", "x"), store.commands().standing());
    }

    @Test
    void shouldRefuseInOneLineWhatCannotBeDone() throws Exception {
        give("a", "note", "bad");
        give("b", "unknown", "");
        give("c", "fail", "");
        give("d", "note", "x".repeat(2_000));
        desk.offer(payload("e", "note", "", 0, NOW));
        desk.offer(payload("no id\n", "note", "", NOW + 1, NOW));
        awaitState("e", CommandState.REFUSED);
        awaitState("c", CommandState.REFUSED);
        assertEquals("bad argument", kept("a").orElseThrow().reason());
        assertEquals("unknown; allowed: fail, long, note", kept("b").orElseThrow().reason());
        assertTrue(kept("c").orElseThrow().reason().endsWith("broken in two lines"), kept("c").toString());
        assertTrue(kept("d").orElseThrow().reason().startsWith("too long"));
        assertEquals(List.of(), effects);
        assertEquals(5, store.commands().latest(100).size());
    }

    @Test
    void shouldRefuseWhatTheConfigurationDoesNotAllow() throws Exception {
        desk.close();
        start(Set.of("long"));
        give("a", "note", "");
        awaitState("a", CommandState.REFUSED);
        assertEquals(List.of(), effects);
    }

    @Test
    void shouldGoByTheSendersClockOnlyWhenItsOwnCannotBeRight() throws Exception {
        desk.offer(payload("late", "note", "", NOW - 1, NOW));
        awaitState("late", CommandState.EXPIRED);
        desk.close();
        nowMs = 1_000; // 1970: a board without a battery for its clock
        start(Set.of("note"));
        desk.offer(payload("good", "note", "", NOW + 1, NOW));
        awaitState("good", CommandState.DONE);
        desk.offer(payload("old", "note", "", NOW - 1, NOW));
        awaitState("old", CommandState.EXPIRED);
        assertEquals(List.of("good"), effects);
    }

    @Test
    void shouldCarryOutNothingWhileTheStoreIsAway() throws Exception {
        give("first", "note", "");
        awaitState("first", CommandState.DONE);
        away = true;
        give("a", "note", "");
        await(() -> asked > 0);
        away = false;
        give("b", "note", "");
        awaitState("b", CommandState.DONE);
        assertEquals(List.of("first", "b"), effects);
        assertTrue(kept("a").isEmpty());
    }

    @Test
    void shouldCarryOutOthersWhileALongOneGoesOn() throws Exception {
        give("a", "long", "");
        awaitState("a", CommandState.ACCEPTED);
        give("b", "note", "");
        awaitState("b", CommandState.DONE);
        later.complete(Answer.done("at last"));
        awaitState("a", CommandState.DONE);
    }

    @Test
    void shouldTakeUpWhatTheProcessBeforeDidNotFinish() throws Exception {
        give("a", "long", "");
        awaitState("a", CommandState.ACCEPTED);
        desk.close();
        start(Set.of("note", "long"));
        awaitState("a", CommandState.DONE);
        assertEquals("after a restart", kept("a").orElseThrow().reason());
        assertEquals(List.of("a"), effects);
        give("b", "long", "");
        awaitState("b", CommandState.ACCEPTED);
        desk.close();
        nowMs = NOW + 5_000;
        start(Set.of("note", "long"));
        awaitState("b", CommandState.EXPIRED);
        assertFalse(answers().contains("b done after a restart"));
    }
}
