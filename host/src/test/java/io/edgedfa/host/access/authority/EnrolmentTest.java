package io.edgedfa.host.access.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.tls.Pem;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import io.edgedfa.host.access.Audit;
import io.edgedfa.host.access.Principal;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.CertificateRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {
    private static final Duration LIFE = Duration.ofDays(730);
    private static final Subject BOARD = Subject.board("edgedfa", "board-1");

    @TempDir
    private Path folder;
    private Database database;
    private Enrolment enrolment;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("host.db").toString());
        enrolment = new Enrolment(folder.resolve("ca"), null, database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldMakeFilesThatBoardsCanUseWhenABoardIsEnrolled() throws Exception {
        Path made = enroll(BOARD);
        new TlsFiles(made.resolve("ca.crt"), made.resolve("board.crt"), made.resolve("board.key")).context();
        X509Certificate authority = Pem.certificates(folder.resolve("ca/ca.crt")).get(0);
        X509Certificate board = Pem.certificates(made.resolve("board.crt")).get(0);
        board.verify(authority.getPublicKey());
        assertEquals("CN=edgedfa/board-1", board.getSubjectX500Principal().getName());
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), board.getExtendedKeyUsage(), "a client and nothing else");
        assertEquals(-1, board.getBasicConstraints(), "no authority");
        assertEquals(0, authority.getBasicConstraints(), "an authority without further ones");
        assertTrue(Duration.between(java.time.Instant.now(), board.getNotAfter().toInstant()).toDays() >= 729);
    }

    @Test
    void shouldFindWhatAnEarlierEnrolmentLeftOnlyWhileItCounts() throws Exception {
        Duration month = Duration.ofDays(30);
        Path made = folder.resolve("enrolled");
        assertTrue(enrolment.enrolled(BOARD, month, made).isEmpty(), "nothing there");
        String serial = enrolment.enroll(Principal.CONSOLE, BOARD, Duration.ofDays(31), false, made).serial();
        assertEquals(serial, enrolment.enrolled(BOARD, month, made).orElseThrow().serial());
        assertTrue(enrolment.enrolled(BOARD, Duration.ofDays(32), made).isEmpty(), "ends too soon");
        assertTrue(enrolment.enrolled(Subject.board("edgedfa", "board-2"), month, made).isEmpty(), "another board's");
        enrolment.revoke(Principal.CONSOLE, BOARD.name());
        assertTrue(enrolment.enrolled(BOARD, month, made).isEmpty(), "revoked");
    }

    @Test
    void shouldNotTakeAKeyThatIsNotTheCertificatesNorAnotherAuthoritys() throws Exception {
        Path made = folder.resolve("enrolled");
        Path again = folder.resolve("again");
        enrolment.enroll(Principal.CONSOLE, BOARD, LIFE, false, made);
        enrolment.enroll(Principal.CONSOLE, BOARD, LIFE, false, again);
        Files.move(again.resolve("board.key"), made.resolve("board.key"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertTrue(enrolment.enrolled(BOARD, Duration.ofDays(30), made).isEmpty());
        enrolment.enroll(Principal.CONSOLE, BOARD, LIFE, false, made);
        assertTrue(enrolment.enrolled(BOARD, Duration.ofDays(30), made).isPresent());
        Files.writeString(made.resolve("ca.crt"), "another");
        assertTrue(enrolment.enrolled(BOARD, Duration.ofDays(30), made).isEmpty());
    }

    @Test
    void shouldKeepKeysFromOthersWhenTheyAreWritten() throws Exception {
        Path made = enroll(BOARD);
        for (Path key : List.of(folder.resolve("ca/ca.key"), made.resolve("board.key"))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)), key.toString());
        }
        assertFalse(Files.exists(made.resolve("ca.key")));
    }

    @Test
    void shouldMakeABrokerThatCannotPlayABoardWhenItIsEnrolled() throws Exception {
        Path made = enroll(Subject.broker(List.of("broker.example", "10.0.0.1")));
        X509Certificate broker = Pem.certificates(made.resolve("broker.crt")).get(0);
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), broker.getExtendedKeyUsage());
        assertEquals("[[2, broker.example], [7, 10.0.0.1]]", broker.getSubjectAlternativeNames().toString());
    }

    @Test
    void shouldWriteTheShippedListOfRightsWhenHostAndBoardAreEnrolled() throws Exception {
        enroll(Subject.host("host"));
        enroll(BOARD);
        enroll(Subject.broker(List.of("localhost")));
        assertEquals(Files.readString(Path.of("../firmware-config/mosquitto.acl")), Files.readString(folder.resolve("ca/mosquitto.acl")));
    }

    @Test
    void shouldRenewWhenABoardIsEnrolledAgain() throws Exception {
        X509Certificate first = Pem.certificates(enroll(BOARD).resolve("board.crt")).get(0);
        X509Certificate second = Pem.certificates(enroll(BOARD).resolve("board.crt")).get(0);
        assertNotEquals(first.getSerialNumber(), second.getSerialNumber());
        assertFalse(revocations().isRevoked(first), "still in use until the board has the new one");
        assertEquals(2, enrolment.enroll(Principal.CONSOLE, BOARD, LIFE, true, folder.resolve("made")).revoked());
        assertTrue(revocations().isRevoked(first) && revocations().isRevoked(second));
        assertTrue(rights().contains("user edgedfa/board-1\n"));
    }

    @Test
    void shouldTakeTheRightsAwayWhenABoardIsRevoked() throws Exception {
        X509Certificate board = Pem.certificates(enroll(BOARD).resolve("board.crt")).get(0);
        enroll(Subject.board("edgedfa", "board-10"));
        assertEquals(1, enrolment.revoke(Principal.CONSOLE, "edgedfa/board-1"));
        assertTrue(revocations().isRevoked(board));
        assertFalse(rights().contains("user edgedfa/board-1\n"), rights());
        assertTrue(rights().contains("user edgedfa/board-10\n"), rights());
        assertEquals(0, enrolment.revoke(Principal.CONSOLE, "edgedfa/board-1"), "a second time");
        assertEquals(0, enrolment.revoke(Principal.CONSOLE, "edgedfa/unknown"));
    }

    @Test
    void shouldNotLetARevokedBoardBackInWhenTheDatabaseIsLost() throws Exception {
        X509Certificate board = Pem.certificates(enroll(BOARD).resolve("board.crt")).get(0);
        enrolment.revoke(Principal.CONSOLE, "edgedfa/board-1");
        try (Database another = Database.open(folder.resolve("another.db").toString())) {
            new Enrolment(folder.resolve("ca"), null, another, Clock.systemUTC())
                    .enroll(Principal.CONSOLE, Subject.host("host"), LIFE, false, folder.resolve("host"));
        }
        assertTrue(revocations().isRevoked(board));
    }

    @Test
    void shouldOpenTheAuthorityOnlyWithItsPassphraseWhenItHasOne() throws Exception {
        Path ca = folder.resolve("locked");
        new Enrolment(ca, "correct horse".toCharArray(), database, Clock.systemUTC())
                .enroll(Principal.CONSOLE, BOARD, LIFE, false, folder.resolve("made"));
        assertTrue(Files.readString(ca.resolve("ca.key")).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        for (char[] passphrase : new char[][] {"wrong horse".toCharArray(), null}) {
            Enrolment stranger = new Enrolment(ca, passphrase, database, Clock.systemUTC());
            assertThrows(IOException.class, () -> stranger.revoke(Principal.CONSOLE, BOARD.name()));
        }
        assertEquals(1, new Enrolment(ca, "correct horse".toCharArray(), database, Clock.systemUTC())
                .revoke(Principal.CONSOLE, BOARD.name()));
    }

    @Test
    void shouldRefuseWhenTheAuthoritysKeyIsOpenToOthers() throws Exception {
        enroll(BOARD);
        Path key = folder.resolve("ca/ca.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        String message = assertThrows(IOException.class, () -> enroll(BOARD)).getMessage();
        assertTrue(message.contains(key.toString()) && message.contains("chmod 600"), message);
    }

    @Test
    void shouldRememberWhoDidWhatWhenCertificatesComeAndGo() throws Exception {
        enroll(BOARD);
        enrolment.revoke(Principal.CONSOLE, BOARD.name());
        var audited = new Audit(database, Clock.systemUTC()).list(Long.MAX_VALUE, 10);
        assertEquals(List.of("certificate.revoke", "certificate.issue"), audited.stream().map(entry -> entry.action()).toList());
        CertificateRecord record = enrolment.certificates().get(0);
        assertTrue(audited.get(1).detail().equals("board edgedfa/board-1, serial " + record.serial()), audited.get(1).detail());
        assertTrue(record.revokedMs() != null && record.kind().equals("board"));
    }

    @Test
    void shouldRefuseWhenANameCouldStandForSomethingElse() {
        for (String name : new String[] {"", "a/b", "+", "#", "a b", "a\nuser host", "..", ".x", "\"", "%u", "x".repeat(64)}) {
            assertThrows(IllegalArgumentException.class, () -> Subject.board("edgedfa", name), name);
            assertThrows(IllegalArgumentException.class, () -> Subject.board(name, "board-1"), name);
        }
        for (String name : new String[] {"edgedfa/board-1", "", "a b"}) {
            assertThrows(IllegalArgumentException.class, () -> Subject.host(name), name);
        }
    }

    private Path enroll(Subject subject) throws IOException {
        return enrolment.enroll(Principal.CONSOLE, subject, LIFE, false, folder.resolve("made")).folder();
    }

    private String rights() throws IOException {
        return Files.readString(folder.resolve("ca/mosquitto.acl"));
    }

    private X509CRL revocations() throws Exception {
        try (var in = Files.newInputStream(folder.resolve("ca/ca.crl"))) {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        }
    }
}
