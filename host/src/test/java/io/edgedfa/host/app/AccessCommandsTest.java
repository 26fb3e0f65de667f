package io.edgedfa.host.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.access.Role;
import io.edgedfa.host.access.Tokens;
import io.edgedfa.host.store.database.Database;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AccessCommandsTest {
    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintATokenOnceWhenItIsAdded() {
        assertEquals(0, execute("token", "add", "anna", "--role", "operate"), err.toString());
        String token = out.toString().strip();
        try (Database database = Database.open(store())) {
            assertEquals(Role.OPERATE, new Tokens(database, Clock.systemUTC()).authenticate(token).orElseThrow().role());
        }
        assertFalse(err.toString().contains(token));
        assertEquals(0, execute("token", "list"));
        assertEquals(0, execute("audit"));
        assertEquals(out.toString().indexOf(token), out.toString().lastIndexOf(token), "nowhere else");
        assertTrue(out.toString().contains("anna") && out.toString().contains("token.add"), out.toString());
        assertEquals(0, execute("token", "revoke", "anna"));
        assertEquals(0, execute("token", "list"));
        assertTrue(out.toString().contains("revoked 20"), out.toString());
    }

    @Test
    void shouldEndWithTwoAndOneLineWhenAnArgumentIsWrong() throws Exception {
        Path open = Files.writeString(folder.resolve("open.txt"), "a passphrase");
        for (String[] wrong : new String[][] {
            {"token"}, {"token", "add"}, {"token", "add", "a b"}, {"token", "add", "anna", "--role", "root"},
            {"token", "add", "anna", "--days", "0"}, {"token", "revoke", "nobody"}, {"audit", "--limit", "0"},
            {"enroll"}, {"enroll", "board-1"}, {"enroll", "board-1", "--broker", "tcp://h:1"}, {"enroll", "a/b", "--broker", "ssl://h:1"},
            {"enroll", "board-1", "--broker", "ssl://u:p@h:1"}, {"enroll", "board-1", "--broker", "ssl://h:1", "--days", "0"},
            {"enroll", "board-1", "--host", "host"}, {"enroll", "--broker-certificate", "a b"},
            {"enroll", "board-1", "--broker", "ssl://h:1", "--model", "/none.onnx"}, {"revoke", "board-1"}, {"revoke"}}) {
            err.getBuffer().setLength(0);
            assertEquals(2, execute(wrong), String.join(" ", wrong) + ": " + err);
            assertEquals(1, err.toString().lines().count(), err.toString());
            assertTrue(err.toString().startsWith("error: "), err.toString());
        }
        err.getBuffer().setLength(0);
        assertTrue(execute("enroll", "--host", "host", "--ca-passphrase-file", open.toString()) != 0);
        assertTrue(err.toString().contains("chmod 600"), err.toString());
        assertFalse(Files.exists(folder.resolve("ca/ca.key")));
    }

    @Test
    void shouldGiveABoardAllItNeedsWhenItIsEnrolled() throws Exception {
        Path model = Files.writeString(folder.resolve("m.onnx"), "model");
        Path board = folder.resolve("board");
        assertEquals(0, execute("enroll", "board-7", "--group", "plant", "--broker", "ssl://broker.example:8883", "--model", model.toString(),
                "-o", board.toString()), err.toString());
        try (var files = Files.list(board)) {
            assertEquals(List.of("board.crt", "board.key", "board.toml", "ca.crt", "model.onnx"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        String configuration = Files.readString(board.resolve("board.toml"));
        assertTrue(configuration.contains("id = \"board-7\"") && configuration.contains("group = \"plant\"")
                && configuration.contains("broker = \"ssl://broker.example:8883\""), configuration);
        Files.writeString(board.resolve("board.toml"), "# mine");
        assertEquals(0, execute("enroll", "board-7", "--group", "plant", "--broker", "ssl://broker.example:8883", "-o", board.toString()));
        assertEquals("# mine", Files.readString(board.resolve("board.toml")));
        assertEquals(0, execute("revoke", "board-7", "--group", "plant"));
        assertTrue(out.toString().contains("revoked 2 of plant/board-7"), out.toString());
    }

    private String store() {
        return folder.resolve("host.db").toString();
    }

    private int execute(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        boolean bare = arguments.length == 1 && arguments[0].equals("token");
        if (!bare) {
            all.addAll(List.of("--store", store()));
            if (arguments[0].equals("enroll") || arguments[0].equals("revoke")) {
                all.addAll(List.of("--ca", folder.resolve("ca").toString()));
            }
        }
        CommandLine line = Main.commandLine(Map.of(), folder);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(all.toArray(String[]::new));
    }
}
