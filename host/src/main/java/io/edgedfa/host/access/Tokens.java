package io.edgedfa.host.access;

import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.AccessLedger;
import io.edgedfa.host.store.ledger.TokenRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys to the HTTP interface. A token is 256 random bits; the database has its SHA-256 and nothing from which it could be
 * found. A slow, salted hash is for secrets that people choose: it makes guessing dear. Guessing one of 2^256 is out of reach
 * however fast the hash, and a fast one can be computed for every request. Safe for use by many threads.
 */
public final class Tokens {
    /** Tokens that work at the same time. */
    public static final int MOST = 100;
    /** Longest life of a token. */
    public static final Duration LONGEST = Duration.ofDays(3_660);

    private static final String MARK = "edgedfa_"; // lets scanners for leaked secrets know one
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(MARK + "[A-Za-z0-9_-]{43}");

    private final AccessLedger ledger;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Tokens(Database database, Clock clock) {
        this.ledger = new AccessLedger(database);
        this.clock = clock;
    }

    /**
     * Makes a token.
     *
     * @param name as {@link Principal#name}; free again once its token is revoked or expired
     * @param life up to {@link #LONGEST}; null for one that does not expire
     * @return the token: the only time it is seen
     * @throws IllegalArgumentException if the name is taken or not allowed, the life is not, or {@link #MOST} tokens work already
     */
    public String add(String name, Role role, Duration life) {
        Principal principal = new Principal(name, role);
        if (life != null && (life.toMillis() <= 0 || life.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("a token's life is " + life + "; allowed are up to " + LONGEST.toDays() + " days");
        }
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String token = MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        long nowMs = clock.millis();
        ledger.addToken(new TokenRecord(principal.name(), hash(token), role.word(), nowMs, life == null ? null : nowMs + life.toMillis(),
                null), MOST);
        return token;
    }

    /** All that were made and are remembered, by name, those that no longer work included. */
    public List<TokenRecord> list() {
        return ledger.tokens();
    }

    /** Takes a token's power away, from the next request on. @return false if no working token has the name */
    public boolean revoke(String name) {
        return ledger.revokeToken(name, clock.millis());
    }

    /** Who holds the token; empty if it is unknown, expired or revoked. */
    public Optional<Principal> authenticate(String token) {
        if (token == null || !FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        byte[] asked = hash(token).getBytes(StandardCharsets.US_ASCII);
        long nowMs = clock.millis();
        Principal found = null;
        for (TokenRecord candidate : ledger.tokens()) {
            // all are compared, each in constant time: how long it takes tells nothing of how close a guess was
            boolean same = MessageDigest.isEqual(asked, candidate.hash().getBytes(StandardCharsets.US_ASCII));
            if (same && candidate.worksAt(nowMs)) {
                found = new Principal(candidate.name(), Role.of(candidate.role()));
            }
        }
        return Optional.ofNullable(found);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
