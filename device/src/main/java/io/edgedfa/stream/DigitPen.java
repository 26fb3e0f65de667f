package io.edgedfa.stream;

import java.util.Arrays;

/**
 * Draws one handwriting-like digit: picks a style, bends and tilts its outline, runs a round pen along it. Uses only
 * operations whose results Java fixes to the last bit (JLS 17, 15.4; {@link StrictMath}), so every platform draws alike.
 */
final class DigitPen {

    static final int SIDE = 28;

    /**
     * Outlines, by digit and style, on a page 60 wide and 100 high, y downwards. A stroke is a smooth curve through its
     * points; {@code *} marks a corner, {@code /} lifts the pen.
     */
    private static final String[][] OUTLINES = {
        {
            "34,2 12,14 2,50 14,90 32,98 52,82 58,48 48,12 30,2",
            "30,0 16,20 12,52 18,84 30,99 44,82 48,50 42,16 28,1",
            "42,6 20,4 4,30 4,66 22,96 44,90 58,60 54,26 36,6",
            "34,2 12,14 2,50 14,90 32,98 52,82 58,48 48,12 30,2 / 48,16 12,86",
        },
        {
            "30,0 30,100",
            "12,24 32,2* 32,100",
            "14,20 32,2* 32,100 / 10,100 54,100",
        },
        {
            "6,24 16,4 38,2 54,18 48,42 24,74 4,98* 58,98",
            "8,22 22,2 46,6 50,28 34,62 12,92 4,84 16,76 36,92 60,94",
            "8,12 28,2 50,10 50,30 6,96* 30,90 58,98",
        },
        {
            "6,12 26,0 48,10 46,36 24,46* 50,58 54,82 30,100 4,88",
            "6,2 54,2* 26,40* 50,52 54,80 32,100 4,90",
            "8,16 28,2 50,16 40,40 26,48 48,58 54,80 34,98 6,88",
        },
        {
            "14,2 8,34 6,58* 58,56 / 46,4 44,50 42,100",
            "44,100 44,0* 2,68* 60,68",
            "12,0 6,30 10,50 30,54 48,40 / 52,0 50,46 44,100",
        },
        {
            "52,2 12,2* 8,44* 34,38 54,56 52,82 28,100 4,90",
            "14,4 10,44* 36,36 56,58 48,88 24,100 2,88 / 14,4 56,2",
            "54,6 28,2 12,16 20,40 44,54 50,78 30,98 4,90",
        },
        {
            "46,2 20,24 6,60 14,92 34,99 54,82 48,58 28,52 8,68",
            "36,0 14,34 4,70 20,98 46,94 54,70 36,54 12,66",
            "30,0 10,60 12,90 34,98 52,80 40,60 12,70",
        },
        {
            "4,4 56,4* 24,100",
            "4,4 56,4* 22,100 / 14,52 50,50",
            "4,18 6,4* 34,8 58,2* 36,46 28,100",
        },
        {
            "50,12 28,0 8,16 20,40 44,58 52,82 28,100 6,82 18,56 46,36 52,14 34,0",
            "30,0 12,10 12,32 30,46 48,34 50,12 30,0 / 30,46 6,62 6,88 30,100 54,88 54,62 30,46",
        },
        {
            "52,18 30,2 8,16 8,40 28,50 50,34 54,10* 50,60 44,100",
            "50,24 36,2 12,8 6,34 24,50 48,36 52,14 52,60 40,94 12,96",
            "48,8 22,4 6,28 20,48 44,38 52,8* 30,100",
        },
    };

    static final int DIGITS = OUTLINES.length;

    /** By digit, style and stroke: points as {@code x, y, corner} triples. */
    private static final double[][][][] STYLES = Arrays.stream(OUTLINES)
            .map(styles -> Arrays.stream(styles).map(DigitPen::parse).toArray(double[][][]::new))
            .toArray(double[][][][]::new);

    // How differently people write. Tuned until a linear classifier stays near 89% and a two-layer network reaches 98.9%.
    private static final double TURN_RADIANS = 0.25;
    private static final double USUAL_SLANT = 0.1;
    private static final double SLANT = 0.3;
    private static final double STRETCH = 0.2;
    private static final double SHIFT_PIXELS = 2;
    private static final double BEND = 0.12;
    private static final double TREMOR = 0.065;
    private static final double THIN_PIXELS = 0.6;
    private static final double THICK_PIXELS = 1.7;
    private static final double NOISE = 0.15;

    private static final double HALF_WIDTH_PIXELS = 5.5;
    private static final double HALF_HEIGHT_PIXELS = 9.5;

    /** Where the squared distances start: beyond the reach of the thickest pen. */
    private static final float FAR_SQUARED = 16;

    private static final int STEPS_PER_SPAN = 4;

    private final SplitMix64 random;
    private final float[] target;
    private final int offset;

    // Page to pixels: x = xx * u + xy * v + x0, y = yx * u + yy * v + y0, with u and v in [-1, 1] after bending.
    private final double xx;
    private final double xy;
    private final double x0;
    private final double yx;
    private final double yy;
    private final double y0;
    private final double[] bend = new double[6];
    private final double radius;

    private DigitPen(SplitMix64 random, float[] target, int offset) {
        this.random = random;
        this.target = target;
        this.offset = offset;
        double angle = random.between(-TURN_RADIANS, TURN_RADIANS);
        double slant = USUAL_SLANT + random.between(-SLANT, SLANT);
        double width = HALF_WIDTH_PIXELS * random.between(1 - STRETCH, 1 + STRETCH);
        double height = HALF_HEIGHT_PIXELS * random.between(1 - STRETCH, 1 + STRETCH / 2);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        xx = cos * width;
        xy = (-cos * slant - sin) * height;
        yx = sin * width;
        yy = (-sin * slant + cos) * height;
        x0 = (SIDE - 1) / 2.0 + random.between(-SHIFT_PIXELS, SHIFT_PIXELS);
        y0 = (SIDE - 1) / 2.0 + random.between(-SHIFT_PIXELS, SHIFT_PIXELS);
        for (int i = 0; i < bend.length; i++) {
            bend[i] = BEND * random.bell();
        }
        radius = random.between(THIN_PIXELS, THICK_PIXELS);
    }

    /**
     * Draws {@code digit} into {@code target}.
     *
     * @param random decides everything but the digit
     * @param target receives {@code [SIDE, SIDE]} grey values from {@code offset} on
     */
    static void draw(int digit, SplitMix64 random, float[] target, int offset) {
        new DigitPen(random, target, offset).draw(STYLES[digit][random.below(STYLES[digit].length)]);
    }

    private void draw(double[][] style) {
        Arrays.fill(target, offset, offset + SIDE * SIDE, FAR_SQUARED);
        for (double[] stroke : style) {
            curve(place(stroke));
        }
        ink();
    }

    /** A stroke's points in pixels, {@code x, y, corner} each. */
    private double[] place(double[] stroke) {
        double[] placed = stroke.clone();
        for (int i = 0; i < stroke.length; i += 3) {
            double u = stroke[i] / 30 - 1 + 1.5 * TREMOR * random.bell();
            double v = stroke[i + 1] / 50 - 1 + TREMOR * random.bell();
            double bentU = u + bend[0] * u * v + bend[1] * v * v + bend[2] * v * v * v;
            double bentV = v + bend[3] * u * v + bend[4] * u * u + bend[5] * u * u * u;
            placed[i] = xx * bentU + xy * bentV + x0;
            placed[i + 1] = yx * bentU + yy * bentV + y0;
        }
        return placed;
    }

    /** A Catmull-Rom spline through the points, broken at corners: there the end point stands in for its neighbour. */
    private void curve(double[] p) {
        int last = p.length - 3;
        for (int i = 0; i < last; i += 3) {
            int before = i == 0 || p[i + 2] != 0 ? i : i - 3;
            int after = i + 3 == last || p[i + 5] != 0 ? i + 3 : i + 6;
            double fromX = p[i];
            double fromY = p[i + 1];
            for (int step = 1; step <= STEPS_PER_SPAN; step++) {
                double t = (double) step / STEPS_PER_SPAN;
                double toX = spline(p[before], p[i], p[i + 3], p[after], t);
                double toY = spline(p[before + 1], p[i + 1], p[i + 4], p[after + 1], t);
                line(fromX, fromY, toX, toY);
                fromX = toX;
                fromY = toY;
            }
        }
    }

    private static double spline(double before, double from, double to, double after, double t) {
        double a = 3 * (from - to) + after - before;
        double b = 2 * before - 5 * from + 4 * to - after;
        return from + 0.5 * t * (to - before + t * (b + t * a));
    }

    /** Lowers the squared distance of the pixels around one straight piece of the path. */
    private void line(double fromX, double fromY, double toX, double toY) {
        double reach = radius + 0.5;
        int left = (int) Math.max(0, Math.min(fromX, toX) - reach);
        int right = (int) Math.min(SIDE - 1, Math.max(fromX, toX) + reach);
        int top = (int) Math.max(0, Math.min(fromY, toY) - reach);
        int bottom = (int) Math.min(SIDE - 1, Math.max(fromY, toY) + reach);
        double dx = toX - fromX;
        double dy = toY - fromY;
        double perLength = 1 / (dx * dx + dy * dy + 1e-9);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double along = Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) * perLength));
                double offX = fromX + along * dx - x;
                double offY = fromY + along * dy - y;
                float squared = (float) (offX * offX + offY * offY);
                int pixel = offset + y * SIDE + x;
                if (squared < target[pixel]) {
                    target[pixel] = squared;
                }
            }
        }
    }

    /** Turns distances into grey: the share of the pixel under the pen, speckled, in steps of 1/255 like a scan. */
    private void ink() {
        double noise = random.between(0, NOISE);
        double darkness = random.between(0.7, 1);
        long speckles = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            speckles = i % 4 == 0 ? random.nextLong() : speckles >>> 16;
            double covered = Math.max(0, Math.min(1, radius + 0.5 - Math.sqrt(target[offset + i])));
            double grey = darkness * covered + noise * ((speckles & 0xFFFF) / 32767.5 - 1);
            target[offset + i] = (int) (255 * Math.max(0, Math.min(1, grey)) + 0.5) / 255f;
        }
    }

    private static double[][] parse(String outline) {
        String[] strokes = outline.split(" / ");
        double[][] parsed = new double[strokes.length][];
        for (int s = 0; s < strokes.length; s++) {
            String[] points = strokes[s].split(" ");
            parsed[s] = new double[points.length * 3];
            for (int i = 0; i < points.length; i++) {
                boolean corner = points[i].endsWith("*");
                String[] xAndY = points[i].replace("*", "").split(",");
                parsed[s][i * 3] = Integer.parseInt(xAndY[0]);
                parsed[s][i * 3 + 1] = Integer.parseInt(xAndY[1]);
                parsed[s][i * 3 + 2] = corner ? 1 : 0;
            }
        }
        return parsed;
    }
}
