package io.edgedfa.host.experiment.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The page and its plots. */
class PageTest {

    private static final Plot LINES = Plot.lines("lines", "a <title>", "epoch", "error, %",
            List.of(Plot.Curve.of("one", List.of(1.0, 2.0), List.of(3.0, 1.0)), Plot.Curve.of("two", List.of(1.0, 2.0), List.of(Double.NaN, 2.0))));
    private static final Plot POINTS = Plot.points("points", "title", "", "error, %", List.of("net a", "net b"),
            List.of(new Plot.Curve("one", List.of(0.0, 1.0), List.of(3.0, Double.NaN), List.of(0.5, Double.NaN))));
    private static final Plot EMPTY =
            Plot.lines("empty", "title", "epoch", "error, %", List.of(Plot.Curve.of("one", List.of(), List.of())));

    @Test
    void shouldCarryEverythingItShows() {
        String page = page("");
        assertFalse(Pattern.compile("(src|href|srcset)=\"(?!data:)").matcher(page).find(), "something is loaded from elsewhere");
        assertFalse(page.contains("@import") || page.contains("url("));
        assertEquals(4, page.split("data:image/png;base64,", -1).length - 1, "two plots, by day and by night");
    }

    @Test
    void shouldEscapeText() {
        String page = page("");
        assertTrue(page.contains("a &lt;title&gt;: error, % over epoch"), page);
        assertTrue(page.contains("<td>1 &lt; 2 &amp; 3</td>"), page);
    }

    @Test
    void shouldWarnAboveEverythingWhenThereIsAWarning() {
        assertTrue(page("QUICK").contains("<body>\n<p class=\"warning\">QUICK</p>\n<h1>"));
        assertFalse(page("").contains("class=\"warning\""));
    }

    @Test
    void shouldLeaveOutPlotsWithoutAPoint() {
        assertEquals(List.of(LINES, POINTS), report().plots());
    }

    @Test
    void shouldDrawEachCurveInItsColour() throws IOException {
        assertTrue(colours(LINES, Png.Theme.LIGHT).containsAll(Set.of(0xFFFFFF, 0x0072B2, 0xD55E00)));
        assertTrue(colours(POINTS, Png.Theme.LIGHT).containsAll(Set.of(0xFFFFFF, 0x0072B2)));
    }

    @Test
    void shouldDrawOnDarkPaperWhenAskedTo() throws IOException {
        assertFalse(colours(LINES, Png.Theme.DARK).contains(0xFFFFFF));
    }

    @Test
    void shouldDrawTheSameTwice() {
        assertArrayEquals(Png.of(LINES, Png.Theme.LIGHT), Png.of(LINES, Png.Theme.LIGHT));
    }

    private static Set<Integer> colours(Plot plot, Png.Theme theme) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.of(plot, theme)));
        assertEquals(1280, image.getWidth());
        assertEquals(960, image.getHeight());
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y) & 0xFFFFFF);
            }
        }
        return colours;
    }

    private static String page(String warning) {
        Map<Plot, byte[]> light = new HashMap<>();
        report().plots().forEach(plot -> light.put(plot, Png.of(plot, Png.Theme.LIGHT)));
        return Page.of(report(), warning, light);
    }

    private static Report report() {
        return new Report("title", "summary", List.of(), List.of(Report.Section.of("heading", "text",
                List.of(new Table(List.of("a", "b"), List.of(List.of("x", "1 < 2 & 3")))), List.of(LINES, POINTS, EMPTY))));
    }
}
