package io.edgedfa.host.app.bundle;

import com.google.gson.GsonBuilder;
import io.edgedfa.host.access.authority.Enrolment.Enrolled;
import io.edgedfa.host.app.access.Days;
import io.edgedfa.host.bundle.Control;
import io.edgedfa.host.experiment.report.Bytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was made, for people and programs.
 *
 * @param enrolled null for a package that is for every board of a kind
 */
record BundleReport(Control control, Contents contents, Packages packages, Enrolled enrolled) {

    void print(PrintWriter out, String brokerFiles) throws IOException {
        out.printf("%s %s %s for %s%n", Control.NAME, control.version(), control.architecture(), contents.madeFor());
        out.printf("installed %s, to run with engine %s%n", Bytes.text(packages.installed()), contents.engine());
        out.printf("files     %s  %s%n", packages.debian(), Bytes.text(Files.size(packages.debian())));
        out.printf("          %s  %s%n", packages.archive(), Bytes.text(Files.size(packages.archive())));
        if (enrolled != null) {
            out.printf("key       %s's private key is in both, so they are for it alone (mode 600); its certificate %s counts until %s%n",
                    contents.board(), enrolled.serial(), Days.of(enrolled.expires().toEpochMilli()));
            out.println(brokerFiles);
        } else {
            out.println("board     calls itself by its host name" + (contents.broker().getScheme().equals("ssl")
                    ? "; for " + contents.broker() + " it needs mqtt.username, or a certificate, in its /etc/edge-dfa/board.toml" : ""));
        }
        out.printf("on the board, with apt:  sudo apt install ./%s%n", packages.debian().getFileName());
        out.printf("without:                 tar xzf %s && sudo ./%s/install.sh%n", packages.archive().getFileName(), control.fileName());
    }

    String json() throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("version", control.version());
        result.put("architecture", control.architecture());
        result.put("depends", control.depends());
        result.put("board", contents.board());
        result.put("engine", contents.engine());
        result.put("installedBytes", packages.installed());
        result.put("deb", file(packages.debian()));
        result.put("tar", file(packages.archive()));
        result.put("privateKey", packages.secret());
        return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(result) + "\n";
    }

    private static Map<String, Object> file(Path file) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("file", file.toString());
        result.put("bytes", Files.size(file));
        return result;
    }
}
