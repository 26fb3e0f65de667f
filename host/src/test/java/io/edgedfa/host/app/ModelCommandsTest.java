package io.edgedfa.host.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.models.ModelShelf;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelCommandsTest {
    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Main.commandLine(Map.of(), folder);
        line.setErr(new PrintWriter(errors, true));
        return line.execute(arguments);
    }

    private int add(String... more) {
        List<String> arguments = new ArrayList<>(List.of("models", "add", "../models/digits-fc2-128.onnx", "--key",
                folder.resolve("models.key").toString(), "--shelf", folder.resolve("shelf").toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void shouldMakeAKeyAndPutSignedModelsOnTheShelf() throws Exception {
        assertEquals(0, run("keys", "new", "models", "--folder", folder.toString()), errors::toString);
        assertEquals(0, add(), errors::toString);
        assertEquals(0, add("--as", "digits/7", "--target", "linux-arm64,linux-x86_64", "--expires", "1"), errors::toString);
        assertEquals(List.of("digits 7", "digits-fc2-128 1"), new ModelShelf(folder.resolve("shelf")).list().stream()
                .map(one -> one.model() + " " + one.version()).toList());
        assertEquals(0, run("keys", "list", "--folder", folder.toString()));
        assertEquals(0, run("models", "list", "--shelf", folder.resolve("shelf").toString()));
    }

    @Test
    void shouldRefuseInOneLineWhatCannotBe() {
        assertEquals(0, run("keys", "new", "models", "--folder", folder.toString()));
        assertRefused(run("keys", "new", "models", "--folder", folder.toString()), "is there already");
        assertRefused(run("keys", "new", "../up", "--folder", folder.toString()), "allowed are 1 to 64 letters");
        assertRefused(run("keys", "list", "--folder", folder.resolve("none").toString()), "does not exist");
        assertRefused(add("--as", "digits"), "allowed: ID/VERSION");
        assertRefused(add("--as", "digits/0"), "allowed: ID/VERSION");
        assertRefused(add("--expires", "0"), "allowed: 1 to");
        assertRefused(add("--target", "board one"), "targets are");
        assertRefused(run("models", "add", "none.onnx", "--key", folder.resolve("none.key").toString()), "none.key does not exist");
        assertRefused(run("rollout", "--model", "digits"), "allowed: ID/VERSION");
        assertRefused(run("rollout", "--model", "digits/2", "--canary", "200%"), "allowed: 0% to 100%");
    }

    private void assertRefused(int exit, String why) {
        assertEquals(2, exit, errors::toString);
        String said = errors.toString();
        errors.getBuffer().setLength(0);
        assertTrue(said.contains(why), said);
        assertTrue(!said.contains("\tat "), said);
    }
}
