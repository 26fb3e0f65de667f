package io.edgedfa.host.web.http;

import java.util.List;

/**
 * A stretch of a list.
 *
 * @param total  length of the whole list
 * @param offset where the stretch begins, from 0
 */
public record Listing<T>(long total, long offset, List<T> items) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1_000;

    /** The stretch that {@code ?limit=&offset=} asks for. */
    public static <T> Listing<T> of(List<T> all, Parameters parameters) {
        int limit = parameters.limit();
        int offset = (int) parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
        int from = Math.min(offset, all.size());
        return new Listing<>(all.size(), offset, all.subList(from, Math.min(from + limit, all.size())));
    }
}
