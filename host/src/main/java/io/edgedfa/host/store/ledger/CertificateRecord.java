package io.edgedfa.host.store.ledger;

/**
 * A certificate that the fleet's authority has issued.
 *
 * @param serial    hexadecimal digits, unique
 * @param name      the subject's common name: {@code GROUP/BOARD} of a board, a word without a slash of host and broker
 * @param kind      {@code board}, {@code host} or {@code broker}
 * @param issuedMs  milliseconds since 1970 UTC, as are the others
 * @param revokedMs null for not
 */
public record CertificateRecord(String serial, String name, String kind, long issuedMs, long expiresMs, Long revokedMs) {

    /** Whether it counts at this time. */
    public boolean validAt(long timeMs) {
        return revokedMs == null && timeMs < expiresMs;
    }
}
