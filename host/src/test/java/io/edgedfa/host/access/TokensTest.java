package io.edgedfa.host.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokensTest {
    private static final String BOTH = "io.edgedfa.host.store.BothDatabases#databases";

    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldKnowTheHolderWhenTheTokenWorks(Database database) {
        Tokens tokens = new Tokens(database, clock);
        String reader = tokens.add("anna", Role.READ, Duration.ofDays(1));
        String operator = tokens.add("otto", Role.OPERATE, null);
        assertEquals(Optional.of(new Principal("anna", Role.READ)), tokens.authenticate(reader));
        assertEquals(Optional.of(new Principal("otto", Role.OPERATE)), tokens.authenticate(operator));
        assertNotEquals(reader, operator);
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldKnowNobodyWhenTheTokenIsWrong(Database database) {
        Tokens tokens = new Tokens(database, clock);
        String token = tokens.add("anna", Role.READ, null);
        char other = token.charAt(20) == 'A' ? 'B' : 'A';
        for (String wrong : new String[] {null, "", "edgedfa_", token + "x", token.substring(1), "Bearer " + token,
            token.substring(0, 20) + other + token.substring(21), "' OR '1'='1", "x".repeat(100_000)}) {
            assertEquals(Optional.empty(), tokens.authenticate(wrong), String.valueOf(wrong));
        }
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldKnowNobodyWhenTheTokenIsExpiredOrRevoked(Database database) {
        Tokens tokens = new Tokens(database, clock);
        String expiring = tokens.add("anna", Role.READ, Duration.ofDays(1));
        String revoked = tokens.add("otto", Role.OPERATE, Duration.ofDays(100));
        assertTrue(tokens.revoke("otto"));
        assertFalse(tokens.revoke("otto"), "a second time");
        assertEquals(Optional.empty(), tokens.authenticate(revoked));
        now = now.plus(Duration.ofDays(1)).minusMillis(1);
        assertTrue(tokens.authenticate(expiring).isPresent());
        now = now.plusMillis(1);
        assertEquals(Optional.empty(), tokens.authenticate(expiring));
        assertFalse(tokens.revoke("anna"), "it works no more");
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldKeepNothingThatLetsAnyoneInWhenTheDatabaseIsRead(Database database) {
        Tokens tokens = new Tokens(database, clock);
        String token = tokens.add("anna", Role.READ, null);
        assertEquals(64, tokens.list().get(0).hash().length());
        assertFalse(tokens.list().toString().contains(token.substring(10)));
        assertEquals(Optional.empty(), tokens.authenticate(tokens.list().get(0).hash()));
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldFreeANameWhenItsTokenWorksNoMore(Database database) {
        Tokens tokens = new Tokens(database, clock);
        String first = tokens.add("anna", Role.OPERATE, null);
        assertThrows(IllegalArgumentException.class, () -> tokens.add("anna", Role.READ, null));
        assertTrue(tokens.authenticate(first).isPresent(), "the first one still works");
        tokens.revoke("anna");
        String second = tokens.add("anna", Role.READ, null);
        assertEquals(Optional.empty(), tokens.authenticate(first));
        assertEquals(Role.READ, tokens.authenticate(second).orElseThrow().role());
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldRefuseWhenThereAreTooManyTokens(Database database) {
        Tokens tokens = new Tokens(database, clock);
        for (int i = 0; i < Tokens.MOST; i++) {
            tokens.add("t" + i, Role.READ, null);
        }
        String message = assertThrows(IllegalArgumentException.class, () -> tokens.add("more", Role.READ, null)).getMessage();
        assertEquals("there are 100 working tokens; allowed are at most 100", message);
        tokens.revoke("t7");
        tokens.add("more", Role.READ, null);
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldRefuseWhenNameOrLifeIsNotAllowed(Database database) {
        Tokens tokens = new Tokens(database, clock);
        for (String name : new String[] {"", "a b", "a\nb", "<b>", "../x", "x".repeat(65)}) {
            assertThrows(IllegalArgumentException.class, () -> tokens.add(name, Role.READ, null), name);
        }
        for (Duration life : new Duration[] {Duration.ZERO, Duration.ofDays(-1), Tokens.LONGEST.plusDays(1)}) {
            assertThrows(IllegalArgumentException.class, () -> tokens.add("anna", Role.READ, life), life.toString());
        }
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldKeepWhatWasSaidAsDataWhenItIsAudited(Database database) {
        Audit audit = new Audit(database, clock);
        String said = "x'; DROP TABLE audit; -- <script>\n\0";
        audit.record(Principal.CONSOLE, "token.add", said);
        audit.record(new Principal("anna", Role.READ), "command.send", "y".repeat(5_000));
        var entries = audit.list(Long.MAX_VALUE, 10);
        assertEquals(2, entries.size());
        assertEquals("anna", entries.get(0).who(), "newest first");
        assertEquals(1_000, entries.get(0).detail().length());
        assertEquals(said.replace('\0', '?'), entries.get(1).detail());
        assertEquals(now.toEpochMilli(), entries.get(1).timeMs());
        assertEquals(entries.subList(1, 2), audit.list(entries.get(0).id(), 10), "those before");
        assertThrows(IllegalArgumentException.class, () -> audit.record(Principal.CONSOLE, "Bad\naction", ""));
    }
}
