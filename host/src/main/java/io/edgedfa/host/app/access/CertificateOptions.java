package io.edgedfa.host.app.access;

import io.edgedfa.host.access.Principal;
import io.edgedfa.host.access.authority.Enrolment;
import io.edgedfa.host.access.authority.Enrolment.Enrolled;
import io.edgedfa.host.access.authority.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How certificates are made, and by whose authority. */
public final class CertificateOptions {
    private static final Path ENROLLED = Path.of("edge-dfa-data", "enrolled");
    /** A certificate that ends sooner is not given to a board any more. */
    private static final Duration LEAST = Duration.ofDays(30);

    @Option(names = "--days", defaultValue = "730", paramLabel = "N",
            description = "How long the certificate counts, 1 to 3650 (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--revoke-older", description = "Revoke the older certificates of the same name.")
    private boolean revokeOlder;

    @Mixin
    private AuthorityOptions authority;

    /** Where what is made goes, unless another folder is named. */
    public static Path folder(Subject subject) {
        return ENROLLED.resolve(subject.name());
    }

    /** Makes a key and a certificate in a folder. */
    Enrolled enroll(Subject subject, Path target) throws IOException {
        return authority.let(enrolment -> enroll(enrolment, subject, target));
    }

    /** The same, but takes those in the folder if they still count for 30 days; with {@code --revoke-older} always new ones. */
    public Enrolled enrollOnce(Subject subject, Path target) throws IOException {
        return authority.let(enrolment -> {
            Optional<Enrolled> there = revokeOlder ? Optional.empty() : enrolment.enrolled(subject, LEAST, target);
            return there.isPresent() ? there.get() : enroll(enrolment, subject, target);
        });
    }

    private Enrolled enroll(Enrolment enrolment, Subject subject, Path target) throws IOException {
        return enrolment.enroll(Principal.CONSOLE, subject, Duration.ofDays(days), revokeOlder, target);
    }

    /** One line for whoever runs the broker: which files it has to read again. */
    public String brokerFiles() {
        return "broker    cafile %1$s/ca.crt, crlfile %1$s/ca.crl, acl_file %1$s/mosquitto.acl; have it read them again"
                .formatted(authority.folder().toAbsolutePath()) + " (systemctl reload mosquitto)";
    }
}
