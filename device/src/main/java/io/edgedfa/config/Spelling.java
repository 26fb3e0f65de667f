package io.edgedfa.config;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant who wrote a word that nobody knows. */
final class Spelling {
    private Spelling() {}

    /** The known word that takes the fewest changes; empty if none is known. */
    static String nearest(String word, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(each -> distance(each, word))).orElse("");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
