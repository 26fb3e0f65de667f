package io.edgedfa.host.store.database;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;

/**
 * Where a database is, and how a connection to it is set up.
 *
 * @param file null unless SQLite
 */
record DatabaseUrl(Dialect dialect, String jdbc, Path file) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** @throws StoreException if it is neither a path nor a URL of a known database, or holds a password */
    static DatabaseUrl parse(String url) {
        if (url.startsWith(POSTGRESQL)) {
            refuseLogin(url);
            return new DatabaseUrl(Dialect.POSTGRESQL, url, null);
        }
        if (!url.startsWith(SQLITE) && url.startsWith("jdbc:")) {
            throw new StoreException("store " + url.replaceAll("^(jdbc:\\w*:?).*", "$1...") + " is of no known kind, allowed are a file, "
                    + SQLITE + "FILE and " + POSTGRESQL + "//HOST/DATABASE?user=NAME", null);
        }
        Path file = Path.of(url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : url).toAbsolutePath();
        return new DatabaseUrl(Dialect.SQLITE, SQLITE + file, file);
    }

    /** A command line can be read by every user of the machine. */
    private static void refuseLogin(String url) {
        int query = url.indexOf('?');
        String address = query < 0 ? url : url.substring(0, query);
        String parameters = query < 0 ? "" : url.substring(query).toLowerCase(Locale.ROOT);
        if (address.contains("@") || parameters.contains("password")) {
            throw new StoreException("the store's URL holds a password; put it into a file and name that file,"
                    + " the user goes into the URL as ?user=NAME", null);
        }
    }

    /** What a connection is opened with; the settings of SQLite are not kept in the file. */
    Properties properties(String password, boolean writes) {
        Properties properties = new Properties();
        if (dialect == Dialect.POSTGRESQL) {
            if (password != null) {
                properties.setProperty("password", password);
            }
            properties.setProperty("ApplicationName", "edgedfa-host");
            properties.setProperty("connectTimeout", "5");
            properties.setProperty("socketTimeout", "60");
            properties.setProperty("tcpKeepAlive", "true");
            return properties;
        }
        properties.setProperty("busy_timeout", "5000");
        properties.setProperty("journal_mode", "WAL");
        // With WAL, NORMAL can lose the last commits on power loss but never corrupts the file.
        properties.setProperty("synchronous", "NORMAL");
        properties.setProperty("foreign_keys", "true");
        properties.setProperty("journal_size_limit", "16777216");
        // A transaction that began by reading could not always go on to write.
        properties.setProperty("transaction_mode", writes ? "IMMEDIATE" : "DEFERRED");
        return properties;
    }

    @Override
    public String toString() {
        return file == null ? jdbc.replaceAll("\\?.*", "") : file.toString();
    }
}
