package io.edgedfa.host.app.console;

import java.io.Console;

/** Whether somebody watches. */
public final class Terminal {
    /** Since this release a console may be there without a terminal. */
    private static final int JAVA_WITH_IS_TERMINAL = 22;

    private Terminal() {}

    /** Whether the process talks to a terminal, where lines can be redrawn. */
    public static boolean isThere() {
        Console console = System.console();
        if (console == null || Runtime.version().feature() < JAVA_WITH_IS_TERMINAL) {
            return console != null;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
