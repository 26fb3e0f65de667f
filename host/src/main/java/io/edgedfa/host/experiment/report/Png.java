package io.edgedfa.host.experiment.report;

import io.edgedfa.host.experiment.report.Plot.Curve;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.AxesChartSeries;
import org.knowm.xchart.internal.series.MarkerSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots as PNG images; needs no display. */
public final class Png {
    /** Of the image as it is laid out; drawn at twice that, for sharp letters on a phone. */
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int SCALE = 2;
    /** Letters that are readable where the image is as wide as a phone. */
    private static final int FONT_SIZE = 16;

    /** Colours that people with colour-blindness can tell apart (Okabe and Ito 2008), the yellow one left out. */
    private static final Color[] COLORS = {new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
        new Color(0x56B4E9), new Color(0xE69F00), new Color(0x888888)};
    private static final Marker[] MARKERS = {SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND,
        SeriesMarkers.TRIANGLE_UP, SeriesMarkers.TRIANGLE_DOWN, SeriesMarkers.CROSS, SeriesMarkers.CIRCLE};
    private static final int MOST_POINTS_WITH_MARKERS = 25;
    private static final double FEW_DECADES = 30;

    /** What fits below the plot, in letters, and how many of them a name's symbol takes. */
    private static final int LEGEND_LETTERS = 55;
    private static final int LEGEND_SYMBOL_LETTERS = 6;

    private Png() {}

    /** Colours of paper and ink. */
    public enum Theme {
        LIGHT(Color.WHITE, new Color(0x1D2733), new Color(0xE2E6EA)),
        DARK(new Color(0x14191F), new Color(0xDFE5EB), new Color(0x333C46));

        private final Color paper;
        private final Color ink;
        private final Color grid;

        Theme(Color paper, Color ink, Color grid) {
            this.paper = paper;
            this.ink = ink;
            this.grid = grid;
        }
    }

    /** The image's bytes, 1280 x 960 pixels. */
    public static byte[] of(Plot plot, Theme theme) {
        Chart<?, ?> chart = plot.labels().isEmpty() ? lines(plot, theme) : points(plot, theme);
        BufferedImage image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        chart.paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Chart<?, ?> lines(Plot plot, Theme theme) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(plot.title()).xAxisTitle(plot.xTitle())
                .yAxisTitle(plot.yTitle()).build();
        style(chart.getStyler(), plot, theme);
        DoubleSummaryStatistics heights = new DoubleSummaryStatistics();
        for (int i = 0; i < plot.curves().size(); i++) {
            Curve curve = plot.curves().get(i);
            int[] shown = IntStream.range(0, curve.y().size())
                    .filter(at -> Double.isFinite(curve.y().get(at)) && (!plot.logY() || curve.y().get(at) > 0)).toArray();
            if (shown.length > 0) { // else nothing of it finished
                double[] x = IntStream.of(shown).mapToDouble(curve.x()::get).toArray();
                double[] y = IntStream.of(shown).mapToDouble(curve.y()::get).toArray();
                style(chart.addSeries(curve.name(), x, y), i, shown.length <= MOST_POINTS_WITH_MARKERS)
                        .setLineStyle(i < COLORS.length ? SeriesLines.SOLID : SeriesLines.DASH_DASH).setLineWidth(2);
                DoubleStream.of(y).forEach(heights);
            }
        }
        chart.getStyler().setYAxisLogarithmic(plot.logY() && heights.getCount() > 0);
        // Within little more than a decade there may be no power of ten to put a number at.
        chart.getStyler().setYAxisLogarithmicDecadeOnly(heights.getMax() > FEW_DECADES * heights.getMin());
        return chart;
    }

    private static Chart<?, ?> points(Plot plot, Theme theme) {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(plot.title()).xAxisTitle(plot.xTitle())
                .yAxisTitle(plot.yTitle()).build();
        style(chart.getStyler(), plot, theme);
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter).setXAxisLabelRotation(plot.labels().size() > 4 ? 30 : 0);
        for (int i = 0; i < plot.curves().size(); i++) {
            Curve curve = plot.curves().get(i);
            // A missing value is null here, a missing error bar has no length.
            List<Double> y = curve.y().stream().map(value -> Double.isFinite(value) ? value : null).toList();
            List<Double> error = curve.y().stream().map(value -> 0.0).collect(Collectors.toCollection(ArrayList::new));
            for (int j = 0; j < curve.error().size(); j++) {
                error.set(j, Double.isFinite(curve.error().get(j)) ? curve.error().get(j) : 0);
            }
            if (y.stream().anyMatch(Objects::nonNull)) {
                style(chart.addSeries(curve.name(), plot.labels(), y, error), i, true);
            }
        }
        return chart;
    }

    private static AxesChartSeries style(MarkerSeries series, int index, boolean markers) {
        Color color = COLORS[index % COLORS.length];
        return series.setMarkerColor(color).setMarker(markers ? MARKERS[index % MARKERS.length] : SeriesMarkers.NONE)
                .setLineColor(color);
    }

    private static void style(AxesChartStyler style, Plot plot, Theme theme) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
        style.setChartBackgroundColor(theme.paper).setChartFontColor(theme.ink).setPlotBackgroundColor(theme.paper);
        style.setChartTitleFont(font.deriveFont(Font.BOLD)).setChartTitleBoxVisible(false);
        style.setLegendBackgroundColor(theme.paper).setLegendBorderColor(theme.grid).setLegendFont(font);
        // A line of names below the plot, or, where they would not fit, a list beside it.
        int letters = plot.curves().stream().mapToInt(curve -> curve.name().length() + LEGEND_SYMBOL_LETTERS).sum();
        boolean below = letters <= LEGEND_LETTERS;
        style.setLegendPosition(below ? LegendPosition.OutsideS : LegendPosition.OutsideE)
                .setLegendLayout(below ? LegendLayout.Horizontal : LegendLayout.Vertical);
        style.setPlotBorderColor(theme.grid);
        style.setPlotGridLinesColor(theme.grid)
                .setPlotGridLinesStroke(new BasicStroke(1)).setAxisTickMarksColor(theme.ink).setAxisTickLabelsColor(theme.ink)
                .setAxisTickLabelsFont(font).setAxisTitleFont(font);
        style.setErrorBarsColorSeriesColor(true).setMarkerSize(8);
    }
}
