package io.edgedfa.host.web.access;

import io.edgedfa.host.web.http.Caller;
import java.util.Optional;

/** Knows whose a token is. */
@FunctionalInterface
public interface Authenticator {
    /** Nobody has a token: nothing can be changed. */
    Authenticator NOBODY = token -> Optional.empty();

    /** Whose it is; empty for one that is unknown, revoked or expired. Takes as long for one as for the other. */
    Optional<Caller> authenticate(String token);
}
