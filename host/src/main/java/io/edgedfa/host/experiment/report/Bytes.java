package io.edgedfa.host.experiment.report;

import java.util.Locale;

/** Amounts of memory as people read them. */
public final class Bytes {
    private Bytes() {}

    /** For example {@code 12.3 MB}, {@code 4.56 GB}; decimal units. */
    public static String text(long bytes) {
        return bytes >= 1_000_000_000L ? String.format(Locale.ROOT, "%.2f GB", bytes / 1e9)
                : bytes >= 100_000L ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
}
