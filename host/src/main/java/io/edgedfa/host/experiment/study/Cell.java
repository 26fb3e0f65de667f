package io.edgedfa.host.experiment.study;

import io.edgedfa.host.experiment.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The outcomes behind one cell of a table: the same settings under several seeds. */
public record Cell(List<Outcome> outcomes) {
    public Cell {
        outcomes = List.copyOf(outcomes);
    }

    /** What finished. */
    public List<TrialResult> results() {
        return outcomes.stream().filter(Outcome::isFinished).map(Outcome::result).toList();
    }

    /** Of a number of each result that finished; NaN if none did. */
    public Spread spread(ToDoubleFunction<TrialResult> number) {
        return Spread.of(results().stream().mapToDouble(number).toArray());
    }

    /**
     * As a table shows it: {@code mean ± deviation}, then what did not finish.
     *
     * @param digits after the point
     */
    public String text(ToDoubleFunction<TrialResult> number, int digits) {
        List<String> parts = new ArrayList<>();
        if (!results().isEmpty()) {
            parts.add(spread(number).text(digits));
        }
        outcomes.stream().filter(outcome -> !outcome.message().isEmpty()).findFirst().ifPresent(first -> {
            long alike = outcomes.stream().filter(outcome -> outcome.status() == first.status()).count();
            String count = outcomes.size() == 1 ? "" : alike + " of " + outcomes.size() + " ";
            parts.add(count + first.status().name().toLowerCase(Locale.ROOT) + ": " + first.message());
        });
        if (outcomes.contains(Outcome.PENDING)) {
            parts.add(results().size() + "/" + outcomes.size());
        }
        return String.join("; ", parts);
    }
}
