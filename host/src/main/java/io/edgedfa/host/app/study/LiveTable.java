package io.edgedfa.host.app.study;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.report.Markdown;
import io.edgedfa.host.experiment.study.Outcome;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Study;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.host.experiment.study.Watcher;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shows an experiment. On a terminal: its table as it fills, what runs, and the time left, redrawn in place. Else: one line per
 * run that ended.
 */
final class LiveTable implements Watcher, AutoCloseable {

    private static final int REDRAW_MS = 500;
    /** Beyond this many lines a screen would scroll and could not be redrawn. */
    private static final int MOST_TABLE_LINES = 16;
    private static final int MOST_RUNNING = 16;
    /** ECMA-48: no wrapping of long lines while a frame is drawn, so that its lines can be counted; then erase below. */
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String ERASE_BELOW = "\u001b[J";

    private final PrintWriter out;
    private final Thread redrawing;
    private final Map<Trial, EpochScore> scores = new LinkedHashMap<>();
    private final Map<Trial, Long> steps = new LinkedHashMap<>();
    private Study study;
    private Plan plan;
    private Outcomes outcomes;
    private TimeLeft time;
    private List<String> table = List.of();
    private int drawn;
    private int ended;
    private int stored;
    private boolean closed;

    LiveTable(PrintWriter out, boolean terminal) {
        this.out = out;
        redrawing = terminal ? new Thread(this::redraw, "live-table") : null;
    }

    @Override
    public synchronized void begin(Study study, Plan plan, List<Trial> trials, TrainTestSplit data) {
        this.study = study;
        this.plan = plan;
        outcomes = Outcomes.pending(trials);
        time = new TimeLeft(trials, data);
        out.println(study.name() + ": " + plan.summary());
        out.flush();
        if (redrawing != null) {
            redrawing.setDaemon(true);
            redrawing.start();
        }
    }

    @Override
    public synchronized void step(Trial trial, long step) {
        steps.put(trial, step);
        time.step(trial, step);
    }

    @Override
    public synchronized void epoch(Trial trial, EpochScore score) {
        scores.put(trial, score);
    }

    @Override
    public synchronized void ended(Trial trial, Outcome outcome, boolean wasStored) {
        outcomes = outcomes.with(trial, outcome);
        steps.remove(trial);
        scores.remove(trial);
        time.ended(trial, wasStored);
        ended++;
        stored += wasStored ? 1 : 0;
        if (redrawing != null) {
            table = tableLines();
        } else {
            out.println("[" + ended + "/" + outcomes.all().size() + "] " + trial.title() + ": " + text(outcome)
                    + (wasStored ? " (kept from before)" : ", " + time.text()));
            out.flush();
        }
    }

    private static String text(Outcome outcome) {
        if (!outcome.isFinished()) {
            return outcome.status().name().toLowerCase(Locale.ROOT) + ", " + outcome.message();
        }
        TrialResult result = outcome.result();
        return result.epochs().isEmpty() ? "finished" : String.format(Locale.ROOT,
                "test error lowest %.2f%% after epoch %d, last %.2f%%, %.1f s", result.best().testErrorPercent(), result.best().epoch(),
                result.last().testErrorPercent(), result.seconds());
    }

    private List<String> tableLines() {
        return study.report(plan, outcomes).sections().stream().flatMap(section -> section.tables().stream()).limit(1)
                .flatMap(first -> Markdown.of(first).lines()).limit(MOST_TABLE_LINES).toList();
    }

    private void redraw() {
        try {
            while (true) {
                draw();
                Thread.sleep(REDRAW_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void draw() {
        if (closed) {
            return;
        }
        List<String> lines = new ArrayList<>(table);
        steps.entrySet().stream().limit(MOST_RUNNING).forEach(running -> lines.add(running(running.getKey(), running.getValue())));
        lines.add(ended + " of " + outcomes.all().size() + " runs ended" + (stored > 0 ? ", " + stored + " of them before" : "") + ", "
                + time.text());
        erase();
        out.print(NO_WRAP + String.join("\n", lines) + "\n" + WRAP);
        out.flush();
        drawn = lines.size();
    }

    private String running(Trial trial, long step) {
        EpochScore score = scores.get(trial);
        return "  " + trial.title() + ": " + time.percent(trial, step) + "%" + (score == null ? ""
                : String.format(Locale.ROOT, ", epoch %d: test error %.2f%%", score.epoch(), score.testErrorPercent()));
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\r" + ERASE_BELOW);
            drawn = 0;
        }
    }

    /** Takes the table away; what follows shows it in full. */
    @Override
    public void close() {
        if (redrawing != null) {
            redrawing.interrupt();
            synchronized (this) {
                closed = true;
                erase();
                out.flush();
            }
        }
    }
}
