package io.edgedfa.device.app.footprint;

/**
 * What has been measured.
 *
 * @param startMillis               from the start of the process to the first prediction, the median
 * @param startWithArchiveMillis    the same with an archive of classes
 * @param residentBytes             median of the second half of the time it learned
 * @param peakResidentBytes         the largest until then, start included
 * @param samples                   learned from
 * @param stepP50Micros             median of its steps as it reported last
 * @param installedBytes            of a board's image, without Java and archive
 * @param archiveBytes              of the archive of classes
 */
public record Footprint(double startMillis, double startWithArchiveMillis, long residentBytes, long peakResidentBytes, long samples,
        long stepP50Micros, long installedBytes, long archiveBytes) {}
