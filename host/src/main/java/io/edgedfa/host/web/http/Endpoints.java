package io.edgedfa.host.web.http;

import io.javalin.config.RoutesConfig;

/** A part of the API. */
public interface Endpoints {
    /** Adds its paths and their handlers. */
    void route(RoutesConfig routes);
}
