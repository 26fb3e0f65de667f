package io.edgedfa.stream.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Synthetic 0/1 errors, and what a detector says of them. */
final class ErrorStreams {

    private ErrorStreams() {}

    /** Alarms of fresh detectors on streams whose error rate never changes. */
    static int alarms(Supplier<DriftDetector> detectors, double rate, int streams, int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int alarms = 0;
        for (int stream = 0; stream < streams; stream++) {
            DriftDetector detector = detectors.get();
            for (int i = 0; i < length; i++) {
                alarms += detector.add(random.nextDouble() < rate ? 1 : 0) ? 1 : 0;
            }
        }
        return alarms;
    }

    /**
     * Values from the beginning of the change to the first alarm after it, ascending, one of each stream; {@code after}
     * where there was none.
     *
     * @param before values at rate {@code from}
     * @param ramp   values during which the rate goes to {@code to} in a straight line; 0 for a jump
     * @param after  values from the beginning of the change on
     */
    static int[] delays(Supplier<DriftDetector> detectors, double from, double to, int before, int ramp, int after, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] delays = new int[200];
        for (int stream = 0; stream < delays.length; stream++) {
            DriftDetector detector = detectors.get();
            for (int i = 0; i < before; i++) {
                detector.add(random.nextDouble() < from ? 1 : 0);
            }
            int delay = 0;
            boolean found = false;
            while (!found && delay < after) {
                double rate = delay < ramp ? from + (to - from) * delay / ramp : to;
                found = detector.add(random.nextDouble() < rate ? 1 : 0);
                delay++;
            }
            delays[stream] = delay;
        }
        Arrays.sort(delays);
        return delays;
    }
}
