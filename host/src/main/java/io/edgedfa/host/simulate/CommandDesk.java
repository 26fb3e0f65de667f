package io.edgedfa.host.simulate;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the host tells a board to do, and the answers: each command once, a repeated one gets its answer again. */
final class CommandDesk {
    private static final int REMEMBERED = 32;

    private final Life life;
    private Map<String, String[]> answers; // few boards ever get a command

    CommandDesk(Life life) {
        this.life = life;
    }

    /** Whether this is Sparkplug's own command. */
    static boolean asksRebirth(Payload command) {
        return Boolean.TRUE.equals(value(command, BoardMetrics.REBIRTH));
    }

    /** Up to which number everything of this store is kept by the host; -1 if the message does not say. */
    static long acknowledged(Payload command, long storeId) {
        boolean mine = value(command, BoardMetrics.OUTBOX_STORE) instanceof Long store && store == storeId;
        return mine && value(command, BoardMetrics.OUTBOX_ACKNOWLEDGED) instanceof Long number ? number : -1;
    }

    /** Carries a command out. @return its id, state and reason; null if the message is no command */
    String[] answer(Payload command, long nowMs) {
        if (!(value(command, BoardMetrics.COMMAND_ID) instanceof String id)) {
            return null;
        }
        if (answers == null) {
            answers = new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String[]> eldest) {
                    return size() > REMEMBERED;
                }
            };
        }
        return answers.computeIfAbsent(id, unknown -> {
            boolean late = value(command, BoardMetrics.COMMAND_EXPIRES_MILLIS) instanceof Long end && nowMs > end;
            String refusal = late ? "" : carryOut(command);
            return new String[] {id, late ? "expired" : refusal == null ? "done" : "refused", refusal == null ? "" : refusal};
        });
    }

    /** @return why not; null if it is done */
    private String carryOut(Payload command) {
        String name = value(command, BoardMetrics.COMMAND_NAME) instanceof String text ? text : "";
        switch (name) {
            case "pause" -> life.stop(true);
            case "resume" -> life.stop(false);
            case "rollback" -> life.rollBack();
            case "learning-rate" -> {
                String argument = String.valueOf(value(command, BoardMetrics.COMMAND_ARGUMENT));
                try {
                    life.learningRate(Double.parseDouble(argument));
                } catch (NumberFormatException e) {
                    return "learning rate is '" + argument + "', allowed are numbers";
                }
            }
            case "checkpoint", "evaluate", "rebirth", "restart", "reload" -> {
                return null; // nothing that a virtual board would show
            }
            default -> {
                return "unknown command";
            }
        }
        return null;
    }

    private static Object value(Payload command, String name) {
        for (Metric metric : command.metrics()) {
            if (name.equals(metric.name())) {
                return metric.value();
            }
        }
        return null;
    }
}
