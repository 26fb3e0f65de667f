package io.edgedfa.host.store.ledger;

/**
 * A token as it is kept.
 *
 * @param hash      SHA-256 of the token, 64 hexadecimal digits
 * @param role      a word that {@code host.access} understands
 * @param createdMs milliseconds since 1970 UTC, as are the others
 * @param expiresMs null for never
 * @param revokedMs null for not
 */
public record TokenRecord(String name, String hash, String role, long createdMs, Long expiresMs, Long revokedMs) {

    /** Whether the token lets its holder in at this time. */
    public boolean worksAt(long timeMs) {
        return revokedMs == null && (expiresMs == null || timeMs < expiresMs);
    }

    /** Without the hash: it is of no use to a reader. */
    @Override
    public String toString() {
        return "TokenRecord[" + name + ", " + role + "]";
    }
}
