package io.edgedfa.stream.feed;

/** What a feed could not use: how much of it, and why the last time, in one line. */
final class Rejections {

    private long count;
    private String last = "";

    /** A sample or a label that cannot be used. @param place where it came from */
    void add(Object place, String problem) {
        count++;
        trouble(place, problem);
    }

    /** The source itself cannot be used now: no sample was lost by it, so none is counted. */
    void trouble(Object place, String problem) {
        last = SiteText.oneLine(place + ": " + problem);
    }

    long count() {
        return count;
    }

    String last() {
        return last;
    }
}
