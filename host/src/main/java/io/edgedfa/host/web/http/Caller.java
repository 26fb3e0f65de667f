package io.edgedfa.host.web.http;

import io.javalin.http.Context;
import java.util.Optional;

/**
 * Who asks, as far as the server knows.
 *
 * @param name       for the record of who did what
 * @param mayOperate whether it may change anything; else it may only read
 */
public record Caller(String name, boolean mayOperate) {
    /** Somebody on this machine who may read without saying who it is. */
    public static final Caller LOCAL = new Caller("local", false);

    private static final String ATTRIBUTE = "caller";
    /** Attribute with the name alone. */
    private static final String NAME = "principal";

    /** Empty for a request that needed no permission at all. */
    public static Optional<Caller> of(Context context) {
        return Optional.ofNullable(context.attribute(ATTRIBUTE));
    }

    /** Remembers who sent the request. */
    public void sends(Context context) {
        context.attribute(ATTRIBUTE, this);
        context.attribute(NAME, name);
    }
}
