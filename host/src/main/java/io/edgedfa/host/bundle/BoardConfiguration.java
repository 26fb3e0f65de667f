package io.edgedfa.host.bundle;

import java.net.URI;
import org.tomlj.Toml;

/**
 * The keys of a board's configuration that tell it apart from others: who it is, what it starts from, where it keeps what it
 * learned, where it finds the broker. Paths without a slash at their begin are relative to the configuration's folder.
 *
 * @param board     null for the board's host name
 * @param model     path of its model
 * @param trainableFrom place in the model from which it learns; empty for what the model says
 * @param data      folder for what it learns; null for the configuration's own
 * @param source    whether to say where samples come from: digits that the program draws, to begin with
 * @param broker    {@code tcp://host[:port]} or {@code ssl://host[:port]}
 * @param enrolled  whether {@code ca.crt}, {@code board.crt} and {@code board.key} are beside the configuration
 */
public record BoardConfiguration(String board, String group, String model, String trainableFrom, String data, boolean source,
        URI broker, boolean enrolled) {

    /** The configuration's begin, in TOML; every table in it is complete. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("[board]\n").append(board == null ? "# id: the host name\n" : key("id", board)).append(key("group", group));
        text.append("\n[model]\n").append(key("file", model))
                .append(trainableFrom.isEmpty() ? "" : key("trainable-from", trainableFrom))
                .append(data == null ? "" : key("save-to", data + "/learned.onnx"));
        if (source) {
            text.append("\n[source]\ntype = \"digits\"                    # drawn by the program, to begin with\nrate = 100\n");
        }
        if (data != null) {
            text.append("\n[store]\n").append(key("file", data + "/board.store"));
        }
        text.append("\n[mqtt]\n").append(key("broker", broker.toString()));
        if (enrolled) {
            text.append(key("ca-file", "ca.crt")).append(key("certificate-file", "board.crt"))
                    .append("key-file = \"board.key\"             # mode 600; lost or stolen: edge-dfa-host revoke ").append(board).append('\n');
        }
        return data == null ? text.toString() : text.append("\n[update]\n").append(key("folder", data + "/models")).toString();
    }

    private static String key(String key, String value) {
        return key + " = \"" + Toml.tomlEscape(value) + "\"\n";
    }
}
