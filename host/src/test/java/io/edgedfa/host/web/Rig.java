package io.edgedfa.host.web;

import io.edgedfa.device.update.Manifest;
import io.edgedfa.host.alert.Alerts;
import io.edgedfa.host.fleet.EmbeddedBroker;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.FleetSettings;
import io.edgedfa.host.fleet.TestBoard;
import io.edgedfa.host.fleet.command.CommandOrder;
import io.edgedfa.host.fleet.command.Commands;
import io.edgedfa.host.fleet.command.Target;
import io.edgedfa.host.fleet.rollout.RolloutOrder;
import io.edgedfa.host.fleet.rollout.Rollouts;
import io.edgedfa.host.models.ModelShelf;
import io.edgedfa.host.models.SigningKey;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.AlertLedger;
import io.edgedfa.host.store.ledger.AlertRecord;
import io.edgedfa.host.store.ledger.CommandLedger;
import io.edgedfa.host.store.ledger.RolloutLedger;
import io.edgedfa.host.store.series.Retention;
import io.edgedfa.host.web.access.Authenticator;
import io.edgedfa.host.web.api.AlertsApi;
import io.edgedfa.host.web.api.CommandsApi;
import io.edgedfa.host.web.api.ModelFilesApi;
import io.edgedfa.host.web.api.RolloutsApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A whole host with an embedded broker, and boards at will. */
final class Rig implements AutoCloseable {
    static final String GROUP = "edgedfa";

    private final EmbeddedBroker broker = EmbeddedBroker.start(0);
    private final Database database;
    private final Store store;
    private final Alerts alerts;
    private final Commands commands;
    private final Rollouts rollouts;
    private final ModelShelf shelf;
    private final Fleet fleet;
    private final WebServer web;
    private final List<TestBoard> boards = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private boolean brokerStopped;

    Rig(Path folder) throws Exception {
        database = Database.open(folder.resolve("host.db").toString());
        store = Store.open(database, Retention.DEFAULT, Clock.systemUTC());
        fleet = Fleet.start(FleetSettings.of(broker.uri(), GROUP).withStaleAfter(Duration.ofSeconds(60)), store, Clock.systemUTC());
        alerts = Alerts.start(List.of(), null, fleet, store, database, Clock.systemUTC());
        shelf = new ModelShelf(folder.resolve("models"));
        commands = Commands.start(fleet, new CommandLedger(database, Clock.systemUTC()), Clock.systemUTC());
        rollouts = Rollouts.start(fleet, commands, new RolloutLedger(database), Clock.systemUTC());
        web = WebServer.start(new WebSettings("127.0.0.1", 0, null, false, folder.resolve("results"), 500), fleet, store, Authenticator.NOBODY, alerts::openCount,
                List.of(new AlertsApi(alerts), new CommandsApi(commands, (who, what) -> {}),
                        new RolloutsApi(rollouts, shelf, (who, what) -> {}), new ModelFilesApi(shelf)));
        await("the host to connect", fleet::brokerConnected);
    }

    TestBoard board(String edge, String rule) {
        TestBoard board = new TestBoard(broker.uri(), GROUP, edge, rule).start();
        boards.add(board);
        return board;
    }

    /** Stores an open alert. */
    void alert(String board, String rule) {
        new AlertLedger(database, false).change(List.of(AlertRecord.opened(new BoardId(GROUP, board), rule, 1, "of a test")), List.of(), Map.of());
    }

    /** Gives all boards a command. @return one's id */
    String command() {
        return commands.give(Target.ALL, new CommandOrder("pause", "", CommandOrder.DEFAULT_EXPIRY, "")).get(0).id();
    }

    /** Puts a model on the shelf. @return its manifest */
    Manifest model(Path keys, String id, long version) throws Exception {
        if (!Files.exists(keys.resolve("k.key"))) {
            SigningKey.create(keys, "k");
        }
        return shelf.add(Path.of("..", "models", "digits-fc2-128.onnx"), new ModelShelf.Offer(id, version, 1, Long.MAX_VALUE, List.of()),
                SigningKey.read(keys.resolve("k.key")));
    }

    /** Begins a rollout to all boards that have the model. @return its id */
    String rollout(String model, long version) {
        return rollouts.begin(new RolloutOrder(model, version, "", 100, 0, RolloutOrder.DEFAULT_EXPIRY, "")).id();
    }

    Store store() {
        return store;
    }

    WebServer web() {
        return web;
    }

    Fleet fleet() {
        return fleet;
    }

    String uri(String path) {
        return web.uri() + path.substring(1);
    }

    HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(uri(path))).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Waits until that many boards are online with an accuracy, and until what they said is stored. */
    void awaitOnline(int count) throws Exception {
        await(count + " boards online", () -> fleet.boards().stream()
                .filter(board -> board.online() && board.number("learning/accuracy") != null).count() == count);
        store.flush(Duration.ofSeconds(5));
    }

    void stopBroker() {
        brokerStopped = true;
        broker.close();
    }

    void stopWeb() {
        web.close();
    }

    @Override
    public void close() {
        boards.forEach(TestBoard::close);
        web.close();
        rollouts.close();
        commands.close();
        alerts.close();
        fleet.close();
        store.close();
        database.close();
        if (!brokerStopped) {
            broker.close();
        }
    }

    static void await(String what, Callable<Boolean> reached) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!reached.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited 20 s for " + what);
            }
            Thread.sleep(50);
        }
    }
}
