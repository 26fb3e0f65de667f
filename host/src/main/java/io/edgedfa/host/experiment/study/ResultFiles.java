package io.edgedfa.host.experiment.study;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.experiment.RunProvenance;
import io.edgedfa.host.experiment.report.Csv;
import io.edgedfa.host.experiment.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What programs read of an experiment. */
record ResultFiles(Study study, Plan plan, TrainTestSplit data, Outcomes outcomes) {

    private static final List<String> RESULT_COLUMNS = List.of("status", "message", "best_test_error_percent", "best_epoch",
            "last_test_error_percent", "weight_bytes", "moment_bytes", "second_buffer_bytes", "feedback_bytes", "seconds");

    /** One line per run: every setting, then the result; seconds last, as they alone differ from machine to machine. */
    String csv() {
        Set<String> settings = new LinkedHashSet<>();
        outcomes.all().keySet().forEach(trial -> settings.addAll(trial.asJson().keySet()));
        List<String> header = new ArrayList<>(List.of("experiment", "quick"));
        header.addAll(settings);
        header.addAll(RESULT_COLUMNS);
        List<List<String>> rows = new ArrayList<>();
        outcomes.all().forEach((trial, outcome) -> {
            List<String> row = new ArrayList<>(List.of(study.name(), Boolean.toString(plan.quick())));
            settings.forEach(name -> row.add(plain(trial.asJson().get(name))));
            row.addAll(List.of(outcome.status().name().toLowerCase(Locale.ROOT), outcome.message()));
            row.addAll(numbers(outcome));
            rows.add(row);
        });
        return Csv.of(new Table(header, rows));
    }

    private static String plain(JsonElement value) {
        return value == null ? "" : value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    private static List<String> numbers(Outcome outcome) {
        if (!outcome.isFinished()) {
            return List.of("", "", "", "", "", "", "", "");
        }
        TrialResult result = outcome.result();
        List<String> scores = List.of("", "", "");
        if (!result.epochs().isEmpty()) {
            EpochScore best = result.best();
            scores = List.of(Double.toString(best.testErrorPercent()), Integer.toString(best.epoch()),
                    Double.toString(result.last().testErrorPercent()));
        }
        List<String> numbers = new ArrayList<>(scores);
        for (long bytes : new long[] {result.bytes().weights(), result.bytes().moments(), result.bytes().secondBuffers(),
            result.bytes().feedback()}) {
            numbers.add(Long.toString(bytes));
        }
        numbers.add(String.format(Locale.ROOT, "%.2f", result.seconds()));
        return numbers;
    }

    /** Exact settings and where every number comes from. */
    String settings() {
        JsonObject json = head();
        JsonArray runs = new JsonArray();
        outcomes.all().forEach((trial, outcome) -> {
            JsonObject run = new JsonObject();
            run.add("settings", trial.asJson());
            if (outcome.isFinished()) {
                run.add("provenance", ResultJson.tree(outcome.result().provenance()));
            }
            runs.add(run);
        });
        json.add("runs", runs);
        return ResultJson.text(json);
    }

    /** Everything that was measured. */
    String results() {
        JsonObject json = head();
        JsonArray runs = new JsonArray();
        outcomes.all().forEach((trial, outcome) -> {
            JsonObject run = new JsonObject();
            run.add("settings", trial.asJson());
            run.addProperty("status", outcome.status().name().toLowerCase(Locale.ROOT));
            run.addProperty("message", outcome.message());
            if (outcome.isFinished()) {
                run.add("result", JsonParser.parseString(ResultJson.text(outcome.result())));
            }
            runs.add(run);
        });
        json.add("runs", runs);
        return ResultJson.text(json);
    }

    private JsonObject head() {
        JsonObject json = new JsonObject();
        json.addProperty("experiment", study.name());
        json.addProperty("summary", plan.summary());
        json.add("plan", ResultJson.tree(plan));
        json.add("writtenBy", ResultJson.tree(RunProvenance.now(data, 0)));
        return json;
    }
}
