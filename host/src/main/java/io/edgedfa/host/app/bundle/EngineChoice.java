package io.edgedfa.host.app.bundle;

import io.edgedfa.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** A profile's text with an engine that was asked for; all else stays as it is. */
final class EngineChoice {
    private static final Pattern TABLE = Pattern.compile("\\s*\\[\\s*learning\\s*]\\s*(#.*)?");
    private static final Pattern KEY = Pattern.compile("\\s*engine\\s*=.*");

    private EngineChoice() {}

    /** What a profile says, or ort. */
    static String in(String profile) {
        return Toml.parse(profile).getString("learning.engine", () -> "ort");
    }

    /** @throws ConfigException if the profile says it in a form that this does not know */
    static String with(String profile, String engine) {
        List<String> lines = new ArrayList<>(profile.lines().toList());
        int table = 0;
        while (table < lines.size() && !TABLE.matcher(lines.get(table)).matches()) {
            table++;
        }
        if (table == lines.size()) {
            lines.add("");
            lines.add("[learning]");
            table++;
        }
        for (int i = table + 1; i < lines.size() && !lines.get(i).strip().startsWith("["); i++) {
            if (KEY.matcher(lines.get(i)).matches()) {
                lines.remove(i);
                break;
            }
        }
        lines.add(table + 1, "engine = \"" + engine + "\"                    # bundle --engine");
        String text = String.join("\n", lines) + "\n";
        TomlParseResult parsed = Toml.parse(text);
        if (parsed.hasErrors() || !engine.equals(parsed.getString("learning.engine"))) {
            throw new ConfigException("--engine = " + engine + ": the profile's table [learning] is not written as one; allowed: a line"
                    + " [learning], then its keys");
        }
        return text;
    }
}
