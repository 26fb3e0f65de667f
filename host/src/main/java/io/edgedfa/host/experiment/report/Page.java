package io.edgedfa.host.experiment.report;

import io.edgedfa.host.experiment.report.Report.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reports as one HTML file with everything in it: it can be mailed, and read on a phone, by day and by night. */
public final class Page {

    private static final String STYLE = resource("report.css");

    private Page() {}

    /**
     * The page.
     *
     * @param warning shown above everything; empty for none
     * @param light   the plots as {@link Png.Theme#LIGHT} images; a plot that is not among them is left out
     */
    public static String of(Report report, String warning, Map<Plot, byte[]> light) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.append("<title>").append(escaped(report.title())).append("</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
        if (!warning.isEmpty()) {
            html.append("<p class=\"warning\">").append(escaped(warning)).append("</p>\n");
        }
        html.append("<h1>").append(escaped(report.title())).append("</h1>\n<p>").append(escaped(report.summary())).append("</p>\n");
        report.sections().forEach(section -> append(html, section, light));
        if (!report.notes().isEmpty()) {
            html.append("<h2>Notes</h2>\n<ul>\n");
            report.notes().forEach(note -> html.append("<li>").append(escaped(note)).append("</li>\n"));
            html.append("</ul>\n");
        }
        return html.append("</body>\n</html>\n").toString();
    }

    private static void append(StringBuilder html, Section section, Map<Plot, byte[]> light) {
        html.append("<h2>").append(escaped(section.heading())).append("</h2>\n");
        if (!section.text().isEmpty()) {
            html.append("<p>").append(escaped(section.text())).append("</p>\n");
        }
        section.tables().forEach(table -> append(html, table));
        section.plots().stream().filter(light::containsKey).forEach(plot -> append(html, plot, light.get(plot)));
    }

    private static void append(StringBuilder html, Table table) {
        html.append("<div class=\"wide\"><table>\n<thead><tr>").append(cells("th", table.header())).append("</tr></thead>\n<tbody>\n");
        table.rows().forEach(row -> html.append("<tr><th scope=\"row\">").append(escaped(row.get(0))).append("</th>")
                .append(cells("td", row.subList(1, row.size()))).append("</tr>\n"));
        html.append("</tbody>\n</table></div>\n");
    }

    private static String cells(String tag, List<String> texts) {
        return texts.stream().map(text -> "<" + tag + ">" + escaped(text) + "</" + tag + ">").collect(Collectors.joining());
    }

    private static void append(StringBuilder html, Plot plot, byte[] light) {
        html.append("<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"").append(data(Png.of(plot, Png.Theme.DARK)))
                .append("\"><img alt=\"").append(escaped(plot.title() + ": " + plot.yTitle() + " over " + plot.xTitle()))
                .append("\" src=\"").append(data(light)).append("\"></picture>\n");
    }

    private static String data(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
