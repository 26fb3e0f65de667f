package io.edgedfa.host.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.host.app.Main;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThisProgramTest {

    @Test
    void shouldNameTheEntryPointAfterTheOptionsOfJavaAndBeforeItsArguments() {
        List<String> command = ThisProgram.command(List.of("-Xmx1g"), List.of("serve", "--store", "host.db"));
        assertEquals("-Xmx1g", command.get(1));
        assertEquals(List.of(Main.class.getName(), "serve", "--store", "host.db"), command.subList(command.size() - 4, command.size()));
    }
}
