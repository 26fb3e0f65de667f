package io.edgedfa.stream.feed;

import io.edgedfa.stream.Sample;
import io.edgedfa.text.Printable;

/** Words that a site wrote, or a configuration: what they may be, and how to show them. */
final class SiteText {

    private static final int LONGEST_SHOWN = 400;

    private SiteText() {}

    /** @throws SampleException unless the id, which may be empty, can be stored and shown: not too long, no control characters */
    static void requireId(String id) throws SampleException {
        if (id.length() > Sample.MAX_ID) {
            throw new SampleException("id of %d characters, allowed: at most %d".formatted(id.length(), Sample.MAX_ID));
        }
        for (int i = 0; i < id.length(); i++) {
            if (Character.isISOControl(id.charAt(i)) || id.charAt(i) == '\uFFFD') { // the latter stands for malformed UTF-8
                throw new SampleException("id '%s', allowed: no control characters, well-formed UTF-8".formatted(id));
            }
        }
    }

    /** A feed's position that counts something. @param position a whole number, 0 or more; empty for 0 */
    static long count(String position) {
        if (!position.matches("[0-9]{0,18}")) {
            throw new IllegalArgumentException(
                    oneLine("position = '%s', allowed: a whole number, 0 or more".formatted(position)));
        }
        return position.isEmpty() ? 0 : Long.parseLong(position);
    }

    /** Made fit for a log: control characters replaced, not too long. */
    static String oneLine(String text) {
        return Printable.beginning(text, LONGEST_SHOWN);
    }
}
