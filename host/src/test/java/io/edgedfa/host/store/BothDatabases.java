package io.edgedfa.host.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.database.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A fresh, empty database of each kind:
 * {@code @ParameterizedTest @MethodSource("io.edgedfa.host.store.BothDatabases#databases")} on a test that takes a
 * {@link Database}, which JUnit closes; or {@code #urls} for a test that opens it itself. PostgreSQL is started once per Java
 * process.
 */
public final class BothDatabases {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private BothDatabases() {}

    public static Stream<Database> databases() {
        return urls().map(Database::open);
    }

    /** For {@link Database#open(String)}. */
    public static Stream<String> urls() {
        return Stream.of(Dialect.values()).map(BothDatabases::fresh);
    }

    /** Of a new, empty database. */
    public static String fresh(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> sqlite();
            case POSTGRESQL -> postgreSql();
        };
    }

    private static String sqlite() {
        try {
            Path file = Files.createTempDirectory("edgedfa-sqlite-").resolve("host.db");
            file.getParent().toFile().deleteOnExit(); // in the reverse order: the folder last
            for (String name : new String[] {"", "-wal", "-shm"}) {
                file.resolveSibling("host.db" + name).toFile().deleteOnExit();
            }
            return "jdbc:sqlite:" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String postgreSql() {
        String name = "test" + COUNT.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(Server.ONLY.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name); // as good as a database, and there at once
            return Server.ONLY.url("postgres") + "&currentSchema=" + name;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row. @throws AssertionError if there is none */
    public static String text(Database database, String sql) {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
                assertTrue(row.next(), sql);
                return row.getString(1);
            }
        });
    }

    private static final class Server {
        static final PostgreSqlServer ONLY = started();

        private static PostgreSqlServer started() {
            try {
                return PostgreSqlServer.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
