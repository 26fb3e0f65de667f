package io.edgedfa.host.web.access;

import io.edgedfa.host.web.http.Caller;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Lets requests in, or answers 401 (no token, or a wrong one), 403 (not allowed), 415 (no JSON) or 429 (too many wrong tokens). */
public final class Gate {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Set<String> OF_SUPERVISORS = Set.of("/healthz", "/readyz");
    private static final String BEARER = "bearer ";
    private static final int MAX_TOKEN = 256;

    private final String localHost;
    private final boolean tokensToRead;
    private final Authenticator tokens;
    private final Failures failures = new Failures(() -> System.nanoTime() / 1_000_000);

    /**
     * @param localHost    the loopback address that is listened on; null for another, which answers to any name
     * @param tokensToRead whether reading needs a token, too
     */
    public Gate(String localHost, boolean tokensToRead, Authenticator tokens) {
        this.localHost = localHost;
        this.tokensToRead = tokensToRead;
        this.tokens = tokens;
    }

    /** Returns if the request may go on, and has then noted who sent it. */
    public void check(Context context) {
        requireLocalName(context);
        boolean reads = context.method() == HandlerType.GET || context.method() == HandlerType.HEAD;
        Optional<Caller> caller = caller(context);
        caller.ifPresent(known -> known.sends(context));
        if (caller.isEmpty()) {
            if (!reads || tokensToRead && !isPublic(context.path())) {
                throw unauthorized(context, "a token is needed: Authorization: Bearer TOKEN");
            }
            if (!tokensToRead) {
                Caller.LOCAL.sends(context);
            }
        } else if (!reads && !caller.get().mayOperate()) {
            throw new ForbiddenResponse("this token may only read");
        }
        if (context.method() == HandlerType.POST && !isJson(context)) {
            throw new HttpResponseException(415, "the body must be application/json");
        }
    }

    /** A web page elsewhere can point a name of its own at 127.0.0.1 (DNS rebinding); its requests still carry that name. */
    private void requireLocalName(Context context) {
        String name = context.req().getServerName();
        if (localHost != null && !LOCAL_NAMES.contains(name) && !name.equals(localHost)) {
            throw new ForbiddenResponse("this server answers to localhost only");
        }
    }

    /** Pages hold nothing that is secret: they ask the API with a token of their own. */
    private static boolean isPublic(String path) {
        return OF_SUPERVISORS.contains(path) || !path.equals("/metrics") && !path.equals("/api") && !path.startsWith("/api/");
    }

    private Optional<Caller> caller(Context context) {
        String header = context.header("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        if (failures.barred(context.ip())) {
            context.header("Retry-After", Long.toString(Failures.WINDOW_MS / 1_000));
            throw new TooManyRequestsResponse("too many wrong tokens; try again in a minute");
        }
        boolean bearer = header.toLowerCase(Locale.ROOT).startsWith(BEARER) && header.length() <= BEARER.length() + MAX_TOKEN;
        Optional<Caller> caller = bearer ? tokens.authenticate(header.substring(BEARER.length()).strip()) : Optional.empty();
        if (caller.isEmpty()) {
            failures.add(context.ip());
            throw unauthorized(context, "the token is not valid");
        }
        return caller;
    }

    private static UnauthorizedResponse unauthorized(Context context, String message) {
        context.header("WWW-Authenticate", "Bearer");
        return new UnauthorizedResponse(message);
    }

    private static boolean isJson(Context context) {
        String type = context.contentType();
        return type != null && type.toLowerCase(Locale.ROOT).split(";")[0].strip().equals("application/json");
    }
}
