package io.edgedfa.host.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL of its own, from the binaries on the class path. It ends with the Java process, however that ends.
 * PostgreSQL refuses to run as root; there it runs as the user without rights.
 */
final class PostgreSqlServer {
    private static final String BINARIES = "/postgres-linux-x86_64.txz";
    private static final String NOBODY = "65534";
    /** When the pipe from this Java process closes, the server goes, and its folder with it. */
    private static final String RUN = "\"$1/bin/postgres\" -D \"$1/data\" -p \"$2\" -h 127.0.0.1 -k \"$1\" -c fsync=off -c full_page_writes=off"
            + " -c max_connections=200 >\"$1/log\" 2>&1 & server=$!; cat >/dev/null; kill -INT $server; wait $server; [ -e \"$1/keep\" ] || rm -rf \"$1\"";

    private final Path folder;
    private final int port;
    private Process process;

    private PostgreSqlServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static PostgreSqlServer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("edgedfa-postgresql-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        PostgreSqlServer server = new PostgreSqlServer(folder, freePort());
        server.unpack();
        server.run(server.command(folder + "/bin/initdb", "-D", folder + "/data", "-U", "edgedfa", "-A", "trust", "-E", "UTF8",
                "--locale=C", "--no-sync"));
        server.restart();
        return server;
    }

    /** After {@link #pause}, on the same port with what it held. */
    void restart() throws IOException, InterruptedException {
        Files.deleteIfExists(folder.resolve("keep"));
        process = new ProcessBuilder(command("sh", "-c", RUN, "sh", folder.toString(), "" + port))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        await();
    }

    /** Ends the server but keeps its files. */
    void pause() throws IOException, InterruptedException {
        Files.createFile(folder.resolve("keep"));
        stop();
    }

    /** Ends the server and deletes its files. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void unpack() throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-x", "-C", folder.toString()).inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE).start();
        try (InputStream packed = PostgreSqlServer.class.getResourceAsStream(BINARIES);
                InputStream in = new XZInputStream(packed); OutputStream out = tar.getOutputStream()) {
            in.transferTo(out);
        }
        if (tar.waitFor() != 0) {
            throw new IOException("tar could not unpack " + BINARIES + " into " + folder);
        }
        if (root()) {
            run(List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()));
        }
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.addAll(List.of(words));
        return command;
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes());
        if (run.waitFor() != 0) {
            throw new IOException(command + " failed: " + said);
        }
    }

    private void await() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try (Connection connection = DriverManager.getConnection(url("postgres"))) {
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IOException("PostgreSQL did not start; see " + folder + "/log", e);
                }
                Thread.sleep(50);
            }
        }
    }

    /** Of a database on this server. */
    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=edgedfa";
    }
}
