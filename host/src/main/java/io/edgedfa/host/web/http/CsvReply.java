package io.edgedfa.host.web.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/**
 * Answers as comma-separated values (RFC 4180): a header, then a line per row. Text that a spreadsheet would take for a formula
 * gets an apostrophe before it, because boards choose such text and people open it (CWE-1236); numbers stay numbers.
 */
public final class CsvReply {
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private CsvReply() {}

    /** Whether the request wants them: {@code ?format=csv}, or {@code Accept: text/csv}. */
    public static boolean isWanted(Context context) {
        String format = new Parameters(context).choice("format", null, List.of("csv", "json"));
        String accept = context.header("Accept");
        return format == null ? accept != null && accept.toLowerCase(Locale.ROOT).startsWith("text/csv") : format.equals("csv");
    }

    /** @param rows cells are text, numbers, truth values or null, which is an empty cell */
    public static void send(Context context, String fileName, List<String> columns, List<? extends List<?>> rows) {
        StringBuilder csv = new StringBuilder();
        append(csv, columns);
        rows.forEach(row -> append(csv, row));
        context.header("Cache-Control", "no-store").header("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
                .contentType("text/csv; charset=utf-8").result(csv.toString());
    }

    private static void append(StringBuilder csv, List<?> row) {
        for (int i = 0; i < row.size(); i++) {
            csv.append(i == 0 ? "" : ",").append(cell(row.get(i)));
        }
        csv.append("\r\n");
    }

    static String cell(Object value) {
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text)) {
            return value.toString();
        }
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        boolean quoted = formula || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"" : text;
    }
}
