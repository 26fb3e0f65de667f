package io.edgedfa.host.web.http;

import io.edgedfa.host.store.board.BoardId;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.Collection;

/** A request's parameters, typed and bounded. Whatever does not fit is refused with status 400 and one line. */
public final class Parameters {
    private static final int MAX_TEXT = 255;

    private final Context context;

    public Parameters(Context context) {
        this.context = context;
    }

    /** A text of at most 255 characters; null where there is none or an empty one. */
    public String text(String name) {
        String text = context.queryParam(name);
        if (text != null && text.length() > MAX_TEXT) {
            throw new BadRequestResponse(name + " has " + text.length() + " characters; allowed: at most " + MAX_TEXT);
        }
        return text == null || text.isEmpty() ? null : text;
    }

    /** A text that must be there. @param example for whoever forgot it */
    public String required(String name, String example) {
        String text = text(name);
        if (text == null) {
            throw new BadRequestResponse(name + " is missing, e.g. " + name + "=" + example);
        }
        return text;
    }

    /** One of some words; {@code absent} where there is none. */
    public String choice(String name, String absent, Collection<String> allowed) {
        String word = text(name);
        if (word == null) {
            return absent;
        }
        if (!allowed.contains(word)) {
            throw new BadRequestResponse(name + " is none of those allowed: " + String.join(", ", allowed));
        }
        return word;
    }

    /** A whole number within bounds. */
    public long whole(String name, long absent, long least, long most) {
        String text = text(name);
        if (text == null) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw new BadRequestResponse(name + " must be a whole number from " + least + " to " + most);
    }

    /** How many items, as {@code limit} says. */
    public int limit() {
        return (int) whole("limit", Listing.DEFAULT_LIMIT, 1, Listing.MAX_LIMIT);
    }

    /** A board named {@code GROUP/EDGE}; null where there is none. */
    public BoardId board(String name) {
        String text = text(name);
        return text == null ? null : boardId(name, text);
    }

    /** A board named {@code GROUP/EDGE}. @param name for the refusal */
    public static BoardId boardId(String name, String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
            throw new BadRequestResponse(name + " must be GROUP/EDGE");
        }
        return new BoardId(text.substring(0, slash), text.substring(slash + 1));
    }
}
