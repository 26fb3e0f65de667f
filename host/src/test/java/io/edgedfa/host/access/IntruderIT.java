package io.edgedfa.host.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.BrokerProbe;
import io.edgedfa.device.telemetry.MqttEndpoint;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import io.edgedfa.host.access.authority.Subject;
import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.FleetSettings;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers and traitors before a real broker, as it is shipped, and a real host behind it. */
class IntruderIT {
    private static final String GROUP = "edgedfa";
    private static final String HONEST = "honest";
    private static final String TRAITOR = "traitor";
    private static final String OWN = "spBv1.0/edgedfa/NDATA/traitor";
    private static final String EVIL = "'; DROP TABLE board; -- <script>alert(1)</script>";

    @TempDir
    private static Path folder;
    private static SecuredBroker broker;
    private static TlsFiles hosts;
    private static TlsFiles traitors;
    private static TlsFiles honest;
    private static Store store;
    private static Fleet fleet;

    @BeforeAll
    static void start() throws Exception {
        if (SecuredBroker.program().isEmpty()) {
            System.out.println("skipped: Mosquitto is not installed");
            Assumptions.abort("Mosquitto is not installed");
        }
        broker = SecuredBroker.start(folder);
        hosts = broker.enroll(Subject.host("host"));
        honest = broker.enroll(Subject.board(GROUP, HONEST));
        traitors = broker.enroll(Subject.board(GROUP, TRAITOR));
        store = Store.open(folder.resolve("host.db"));
        fleet = Fleet.start(FleetSettings.of(broker.uri(), FleetSettings.ALL_GROUPS).withTls(hosts).withStaleAfter(Duration.ofMinutes(5)),
                store, Clock.systemUTC());
        await("the host to connect", fleet::brokerConnected);
    }

    @AfterAll
    static void stop() throws Exception {
        if (broker != null) {
            fleet.close();
            store.close();
            broker.close();
        }
    }

    @Test
    void shouldTurnAwayWhoHasNoCertificateThatCounts() throws Exception {
        Subject stranger = Subject.board(GROUP, "stranger");
        Path elsewhere = folder.resolve("elsewhere");
        TlsFiles none = new TlsFiles(hosts.ca(), null, null);
        TlsFiles otherAuthoritys = broker.enroll(stranger, elsewhere, Clock.systemUTC());
        TlsFiles expired = broker.enroll(stranger, folder, Clock.offset(Clock.systemUTC(), Duration.ofDays(-3)));
        TlsFiles notForClients = broker.enroll(Subject.broker(List.of("stranger")));
        for (TlsFiles files : List.of(none, otherAuthoritys, expired, notForClients)) {
            assertTrue(refused(files), files.toString());
        }
        try (Client client = Client.connect(broker.uri(), traitors)) {
            assertTrue(client.connected(), "one that counts is let in");
        }
    }

    @Test
    void shouldNotBelieveABrokerThatAnotherAuthorityVouchesFor() throws Exception {
        broker.enroll(Subject.host("host"), folder.resolve("third"), Clock.systemUTC());
        TlsFiles otherCa = new TlsFiles(folder.resolve("third/ca/ca.crt"), traitors.certificate(), traitors.key());
        assertTrue(refused(otherCa));
        assertTrue(refused(broker.uri().replace("localhost", "127.0.0.2"), traitors), "its certificate says another address");
        assertFalse(refused(broker.uri().replace("localhost", "127.0.0.1"), traitors), "this one it says");
    }

    @Test
    void shouldSilenceABoardThatIsConnectedWhenItIsRevoked() throws Exception {
        TlsFiles files = broker.enroll(Subject.board(GROUP, "gone"));
        try (Client observer = Client.connect(broker.uri(), hosts).listen("#"); Client gone = Client.connect(broker.uri(), files)) {
            gone.say("spBv1.0/edgedfa/NDATA/gone", 0, List.of());
            await("its last word", () -> observer.heard().contains("spBv1.0/edgedfa/NDATA/gone"));
            broker.revoke("edgedfa/gone");
            await("the broker to turn it away", () -> refused(files));
            assertTrue(observer.connected());
            if (gone.connected()) {
                observer.heard().clear();
                gone.say("spBv1.0/edgedfa/NDATA/gone", 1, List.of());
                assertEquals(Set.of(), heardUntilMark(observer));
            }
        }
    }

    @Test
    void shouldNotHearABoardThatSpeaksAsAnother() throws Exception {
        List<String> forbidden = List.of("spBv1.0/edgedfa/NBIRTH/honest", "spBv1.0/edgedfa/NDEATH/honest", "spBv1.0/edgedfa/NDATA/honest",
                "spBv1.0/edgedfa/DDATA/honest/learner", "spBv1.0/other/NBIRTH/traitor", "spBv1.0/edgedfa/NCMD/honest",
                "spBv1.0/edgedfa/NCMD/traitor", "spBv1.0/edgedfa/DCMD/honest/learner", "spBv1.0/STATE/edgedfa-host-x",
                "edgedfa/edgedfa/samples/honest/x", "edgedfa/edgedfa/predictions/honest/x", "spBv1.0/edgedfa/NBIRTH/traitor/x",
                "anything");
        try (Client observer = Client.connect(broker.uri(), hosts).listen("#"); Client traitor = Client.connect(broker.uri(), traitors)) {
            for (String topic : forbidden) {
                traitor.say(topic, 0, List.of(Metric.of(BoardMetrics.BD_SEQ, 1, 0)));
            }
            assertEquals(Set.of(), heardUntilMark(observer));
        }
    }

    @Test
    void shouldTellABoardNothingThatIsForAnother() throws Exception {
        try (Client host = Client.connect(broker.uri(), hosts); Client traitor = Client.connect(broker.uri(), traitors).listen("#")) {
            host.say("spBv1.0/edgedfa/NCMD/honest", 0, List.of());
            host.say("edgedfa/edgedfa/samples/honest/x", new byte[] {1});
            host.say("spBv1.0/edgedfa/NCMD/traitor", 0, List.of());
            await("its own command", () -> traitor.heard().contains("spBv1.0/edgedfa/NCMD/traitor"));
            traitor.heard().removeIf(topic -> topic.startsWith("spBv1.0/STATE/"));
            assertEquals(Set.of("spBv1.0/edgedfa/NCMD/traitor"), traitor.heard());
        }
    }

    @Test
    void shouldNotReportAnothersDeathWhenItIsATraitorsLastWill() throws Exception {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setWill("spBv1.0/edgedfa/NDEATH/honest", new byte[] {1}, 1, false);
        try (Client observer = Client.connect(broker.uri(), hosts).listen("#")) {
            try (Client traitor = Client.connect(broker.uri(), traitors, options)) {
                assertTrue(traitor.connected());
            } catch (Exception refused) {
                // just as well
            }
            assertEquals(Set.of(), heardUntilMark(observer));
        }
    }

    @Test
    void shouldNotPassOnWhatIsTooLarge() throws Exception {
        try (Client observer = Client.connect(broker.uri(), hosts).listen("#")) {
            for (int bytes : new int[] {300_000, 2_000_000}) {
                try (Client traitor = Client.connect(broker.uri(), traitors)) {
                    traitor.throwOver("spBv1.0/edgedfa/NBIRTH/traitor", new byte[bytes]);
                } catch (Exception thrownOut) {
                    // just as well
                }
            }
            assertEquals(Set.of(), heardUntilMark(observer));
        }
    }

    @Test
    void shouldGoOnWhenABoardSendsGarbage() throws Exception {
        Random random = new Random(20_261_126);
        long malformed = fleet.counts().malformed();
        byte[] valid = PayloadCodec.encode(new Payload(1, 0, List.of(Metric.of(BoardMetrics.BD_SEQ, 1, 0),
                Metric.of(BoardMetrics.RULE, 1, "dfa"), Metric.of(BoardMetrics.ACCURACY, 1, 0.5))));
        try (Client traitor = Client.connect(broker.uri(), traitors)) {
            for (int i = 0; i < 300; i++) {
                byte[] payload = i % 2 == 0 ? new byte[random.nextInt(200)] : valid.clone();
                if (i % 2 == 0) {
                    random.nextBytes(payload);
                } else {
                    payload[random.nextInt(payload.length)] = (byte) random.nextInt();
                }
                traitor.say("spBv1.0/edgedfa/" + List.of("NBIRTH/traitor", "NDATA/traitor", "DBIRTH/traitor/x", "DDATA/traitor/x")
                        .get(random.nextInt(4)), payload);
            }
        }
        honestBirth(0.625);
        assertTrue(fleet.counts().malformed() > malformed + 50, fleet.counts().toString());
        assertTrue(store.ok());
    }

    @Test
    void shouldKeepWhatIsSaidAsDataWhenItLooksLikeCode() throws Exception {
        try (Client traitor = Client.connect(broker.uri(), traitors)) {
            birth(traitor, TRAITOR, List.of(Metric.of(BoardMetrics.MODEL_ID, 1, EVIL), Metric.of(EVIL, 1, 1.5),
                    Metric.of(BoardMetrics.RULE, 1, "a\u0000b\n" + EVIL)));
            await("the name", () -> EVIL.equals(view(TRAITOR).text(BoardMetrics.MODEL_ID)));
        }
        assertTrue(store.flush(Duration.ofSeconds(20)));
        assertEquals(EVIL, store.boards().stream().filter(board -> board.id().equals(id(TRAITOR))).findFirst().orElseThrow().modelId());
        assertTrue(store.ok());
        honestBirth(0.75);
    }

    @Test
    void shouldAcknowledgeNothingForOthersWhenNumbersAreForged() throws Exception {
        long honests = 4_711;
        honestBirth(0.5);
        long before = store.acknowledged(id(HONEST), honests);
        try (Client traitor = Client.connect(broker.uri(), traitors)) {
            birth(traitor, TRAITOR, List.of(Metric.of(BoardMetrics.OUTBOX_STORE, 1, honests)));
            int seq = 1;
            long[] values = {Long.MIN_VALUE, -1, 0, 1, 2, Long.MAX_VALUE - 1, Long.MAX_VALUE};
            for (long number : values) {
                for (long previous : values) {
                    traitor.say(OWN, seq++ % 256, List.of(Metric.of(BoardMetrics.OUTBOX_NUMBER, 1, number),
                            Metric.of(BoardMetrics.OUTBOX_PREVIOUS, 1, previous), Metric.of(BoardMetrics.ACCURACY, 1, 0.1)));
                }
            }
            traitor.say(OWN, seq % 256, List.of(Metric.of(BoardMetrics.OUTBOX_ACKNOWLEDGED, 1, Long.MAX_VALUE),
                    Metric.of(BoardMetrics.OUTBOX_STORE, 1, honests)));
        }
        honestBirth(0.875);
        assertTrue(store.flush(Duration.ofSeconds(20)));
        assertEquals(before, store.acknowledged(id(HONEST), honests));
        assertTrue(store.acknowledged(id(TRAITOR), honests) >= 0);
        assertTrue(store.ok());
    }

    /** The honest board is heard: the host still works. */
    private static void honestBirth(double accuracy) throws Exception {
        try (Client board = Client.connect(broker.uri(), honest)) {
            birth(board, HONEST, List.of(Metric.of(BoardMetrics.ACCURACY, 1, accuracy)));
            await("the honest board", () -> fleet.knows(id(HONEST)) && view(HONEST).online()
                    && accuracy == view(HONEST).number(BoardMetrics.ACCURACY));
        }
    }

    private static void birth(Client board, String name, List<Metric> metrics) throws Exception {
        List<Metric> all = new ArrayList<>(List.of(Metric.of(BoardMetrics.BD_SEQ, 1, 0), Metric.of(BoardMetrics.REBIRTH, 1, false)));
        all.addAll(metrics);
        board.say("spBv1.0/edgedfa/NBIRTH/" + name, 0, all);
    }

    /** What the observer hears but for hosts' words and what the boards may say, until a mark that is sent now arrives. */
    private static Set<String> heardUntilMark(Client observer) throws Exception {
        String mark = "spBv1.0/edgedfa/NDATA/mark-" + System.nanoTime() % 1_000_000;
        TlsFiles files = broker.enroll(Subject.board(GROUP, mark.substring(mark.lastIndexOf('/') + 1)));
        await("the mark", () -> {
            try (Client marker = Client.connect(broker.uri(), files)) {
                marker.say(mark, 0, List.of());
            }
            return observer.heard().contains(mark);
        });
        Set<String> heard = new TreeSet<>(observer.heard());
        heard.remove(mark);
        heard.removeIf(topic -> topic.startsWith("spBv1.0/edgedfa/NCMD/") && !topic.endsWith("/honest"));
        heard.removeIf(topic -> topic.startsWith("spBv1.0/STATE/edgedfa-host-" + store.hostId()));
        return heard;
    }

    private static boolean refused(TlsFiles files) {
        return refused(broker.uri(), files);
    }

    /** Whether there is no connection, as a board would make one. */
    private static boolean refused(String uri, TlsFiles files) {
        return BrokerProbe.connect(new MqttEndpoint(URI.create(uri), "probe", null, null, Duration.ofSeconds(5), Duration.ofSeconds(30), files))
                .isPresent();
    }

    private static BoardView view(String board) {
        return fleet.board(id(board)).orElseThrow();
    }

    private static BoardId id(String board) {
        return new BoardId(GROUP, board);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertFalse(System.nanoTime() > end, what + " not within 60 s");
            Thread.sleep(20);
        }
    }
}
