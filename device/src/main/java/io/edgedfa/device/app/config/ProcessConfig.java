package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;

/**
 * The process itself.
 *
 * @param lockMemory whether its memory is kept from being swapped out
 * @param cores      on which the loop runs, for example {@code 2-3}; empty for all
 */
public record ProcessConfig(boolean lockMemory, String cores) {

    static ProcessConfig read(ConfigReader reader) {
        return new ProcessConfig(
                reader.flag("process.lock-memory", false),
                reader.parsed("process.cores", "", "core numbers like 0,2-3", cores -> {
                    if (!cores.matches("(\\d{1,4}(-\\d{1,4})?(,\\d{1,4}(-\\d{1,4})?){0,63})?")) {
                        throw new IllegalArgumentException(cores);
                    }
                    return cores;
                }));
    }
}
