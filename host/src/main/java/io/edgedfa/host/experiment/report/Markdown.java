package io.edgedfa.host.experiment.report;

import io.edgedfa.host.experiment.report.Report.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Reports as Markdown; plots are left to the page. */
public final class Markdown {
    private Markdown() {}

    /**
     * The sections of one kind, under the report's title, summary and notes.
     *
     * @param measured which kind, see {@link Section#measured}
     */
    public static String of(Report report, boolean measured) {
        StringBuilder text = new StringBuilder("# " + report.title() + "\n\n" + report.summary() + "\n");
        for (Section section : report.sections()) {
            if (section.measured() == measured) {
                text.append("\n## ").append(section.heading()).append("\n");
                if (!section.text().isEmpty()) {
                    text.append("\n").append(section.text()).append("\n");
                }
                section.tables().forEach(table -> text.append("\n").append(of(table)));
            }
        }
        if (!report.notes().isEmpty()) {
            text.append("\nNotes:\n\n");
            report.notes().forEach(note -> text.append("- ").append(note).append("\n"));
        }
        return text.toString();
    }

    /** A table with aligned columns, so that it can be read as it is. */
    public static String of(Table table) {
        List<Integer> widths = new ArrayList<>(Collections.nCopies(table.header().size(), 3));
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.header());
        lines.addAll(table.rows());
        for (List<String> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                widths.set(i, Math.max(widths.get(i), escaped(line.get(i)).length()));
            }
        }
        lines.add(1, widths.stream().map("-"::repeat).toList());
        return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            String cell = escaped(cells.get(i));
            line.append(' ').append(cell).append(" ".repeat(widths.get(i) - cell.length())).append(" |");
        }
        return line.append('\n').toString();
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|").replaceAll("\\s+", " ");
    }
}
