package io.edgedfa.host.app.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program, to be run once more as a process of its own. */
public final class ThisProgram {
    /** By name: who starts the program again is itself one of its commands. */
    static final String MAIN = "io.edgedfa.host.app.Main";

    private ThisProgram() {}

    /**
     * The command that runs it with the Java and the class path of this process.
     *
     * @param java      options of the Java machine
     * @param arguments of the program
     */
    public static List<String> command(List<String> java, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), MAIN));
        command.addAll(arguments);
        return command;
    }
}
