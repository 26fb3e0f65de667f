package io.edgedfa.host.app.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.app.config.BoardProfile;
import io.edgedfa.host.access.Principal;
import io.edgedfa.host.access.authority.Enrolment;
import io.edgedfa.host.access.authority.Subject;
import io.edgedfa.host.store.database.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a board reads of a package. */
class ContentsTest {
    private static final URI BROKER = URI.create("ssl://broker.example:8883");

    @TempDir
    private static Path papers;
    @TempDir
    private Path folder;

    @BeforeAll
    static void enroll() throws IOException {
        try (Database database = Database.open(papers.resolve("host.db").toString())) {
            new Enrolment(papers.resolve("ca"), null, database, Clock.systemUTC())
                    .enroll(Principal.CONSOLE, Subject.board("plant", "board-7"), Duration.ofDays(730), false, papers);
        }
    }

    static List<String> names() {
        return Profiles.NAMES;
    }

    private BoardConfig read(Contents contents) throws IOException {
        for (String file : List.of("ca.crt", "board.crt", "board.key")) {
            Files.copy(papers.resolve(file), folder.resolve(file), StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        }
        // where the test may write; a board has the folder from postinst
        String text = contents.configuration().replace("/var/lib/edge-dfa", folder.resolve("data").toString());
        return BoardConfig.read(Files.writeString(folder.resolve("board.toml"), text));
    }

    private Contents own(String profile, String engine) throws IOException {
        Path file = Files.writeString(folder.resolve("own.toml"), profile);
        return Contents.of(BoardProfile.read(file), engine, "fc\"1", BROKER, null, "plant");
    }

    @Test
    void shouldKnowEveryProfileThatIsShippedByName() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "firmware-config", "boards"))) {
            assertEquals(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".toml"))
                    .map(name -> name.replace(".toml", "")).sorted().toList(), Profiles.NAMES);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldWriteAConfigurationThatTheBoardTakesForEveryProfile(String name) throws IOException {
        BoardProfile profile = Profiles.read(name);
        BoardConfig config = read(Contents.of(profile, null, "", BROKER, "board-7", "plant"));
        assertEquals(profile.hardware(), config.hardware());
        assertEquals("board-7", config.mqtt().reports().edgeNode());
        assertEquals("plant", config.mqtt().reports().group());
        assertEquals(BROKER, config.mqtt().reports().endpoint().broker());
        assertEquals(folder.resolve("board.key"), config.mqtt().reports().endpoint().tls().key());
        assertEquals(Path.of("/usr/share/edge-dfa-device/model.onnx"), config.model().file());
        for (Path kept : List.of(config.store().file(), config.model().saveTo(), config.update().folder())) {
            assertEquals(folder.resolve("data"), kept.getParent());
        }
    }

    @Test
    void shouldLeaveTheBoardItsHostNameAndNoCertificateWhenItIsNotEnrolled() throws IOException {
        String text = Contents.of(Profiles.read("raspberry-pi-5"), null, "", BROKER, null, "edgedfa").configuration();
        assertFalse(text.contains("\nid = ") || text.contains("certificate-file"), text);
        assertTrue(text.endsWith(Profiles.read("raspberry-pi-5").text()), "the profile as it is");
    }

    @Test
    void shouldWriteNoSourceWhenTheProfileHasOne() throws IOException {
        BoardConfig config = read(own("[hardware]\nplatform = \"linux-arm64\"\n[source]\ntype = \"folder\"\npath = \"/tmp\"\n", null));
        assertEquals("folder", config.source().type());
        assertEquals("fc\"1", config.model().trainableFrom(), "quoted as TOML quotes");
    }

    @Test
    void shouldPutTheChosenEngineIntoTheProfileWhereverItsTableIs() throws IOException {
        for (String profile : List.of("", "[learning]\nbatch = 8\n", "[learning] # how\nengine = \"ort\"\nbatch = 8\n[replay]\nbytes = 0\n")) {
            Contents contents = own(profile, "nd4j");
            assertTrue(contents.nd4j());
            assertEquals("nd4j", read(contents).learning().engine(), profile);
        }
        assertThrows(ConfigException.class, () -> own("[\"learning\"]\nbatch = 8\n", "nd4j"));
    }
}
