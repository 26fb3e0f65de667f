package io.edgedfa.host.app.bundle;

import io.edgedfa.device.app.config.BoardProfile;
import io.edgedfa.host.bundle.BoardConfiguration;
import io.edgedfa.host.bundle.ServiceUnit;
import io.edgedfa.host.bundle.Tree;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What a package says about its board: configuration and service.
 *
 * @param text   the profile's, with the engine that was asked for
 * @param engine that the text has, or the board's default
 * @param trainableFrom place in the model from which it learns; empty for what the model says
 * @param board  null for the board's host name
 */
record Contents(BoardProfile profile, String text, String engine, String trainableFrom, URI broker, String board, String group) {
    private static final String DATA = "/var/lib/edge-dfa";
    private static final String HEADER = """
            # The board's configuration, made by edge-dfa-host bundle. A change stays when the package is upgraded.
            # Every key is in EdgeDFA's firmware-config/board.toml. Effective values, and whether all of it works:
            #   sudo -u edge-dfa edge-dfa-device check --config /etc/edge-dfa/board.toml
            # Paths are relative to this file's folder.

            """;

    /** @param asked engine to put into the profile's text; null to leave it as it is */
    static Contents of(BoardProfile profile, String asked, String trainableFrom, URI broker, String board, String group) {
        String text = asked == null ? profile.text() : EngineChoice.with(profile.text(), asked);
        return new Contents(profile, text, EngineChoice.in(text), trainableFrom, broker, board, group);
    }

    boolean nd4j() {
        return engine.equals("nd4j");
    }

    void addTo(Tree tree) {
        tree.configuration("etc/edge-dfa/board.toml", configuration().getBytes(StandardCharsets.UTF_8));
        new ServiceUnit(profile.service().heapMb(), profile.service().memoryMb(), profile.service().devices()).addTo(tree);
    }

    /** The board's whole configuration. */
    String configuration() {
        BoardConfiguration own = new BoardConfiguration(board, group, "/" + BoardModel.PATH, trainableFrom, DATA,
                !profile.hasSource(), broker, board != null);
        return HEADER + own.text() + "\n# Of this kind of board.\n" + text;
    }

    /** One line. */
    String madeFor() {
        String kind = profile.hardware().name().isEmpty() ? profile.hardware().platform() : profile.hardware().name();
        return board == null ? kind : kind + ", " + group + "/" + board;
    }
}
