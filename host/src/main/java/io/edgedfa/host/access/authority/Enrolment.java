package io.edgedfa.host.access.authority;

import io.edgedfa.file.WholeFile;
import io.edgedfa.host.access.Audit;
import io.edgedfa.host.access.Principal;
import io.edgedfa.host.access.authority.Authority.Revocation;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.CertificateLedger;
import io.edgedfa.host.store.ledger.CertificateRecord;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes boards, hosts and brokers into the fleet, and out of it. After each, the authority's folder has the list of revoked
 * certificates ({@code ca.crl}) and the broker's list of rights ({@code mosquitto.acl}) as they are to be from now on.
 */
public final class Enrolment {
    /** Longest life of a certificate. */
    public static final Duration LONGEST = Duration.ofDays(3_650);

    private final Path folder;
    private final char[] passphrase;
    private final CertificateLedger ledger;
    private final Audit audit;
    private final Clock clock;

    /**
     * @param folder     the authority's, made with the first certificate
     * @param passphrase of the authority's key; null for none
     */
    public Enrolment(Path folder, char[] passphrase, Database database, Clock clock) {
        this.folder = folder;
        this.passphrase = passphrase;
        this.ledger = new CertificateLedger(database);
        this.audit = new Audit(database, clock);
        this.clock = clock;
    }

    /**
     * What was written where.
     *
     * @param revoked older certificates of the same name that were revoked
     */
    public record Enrolled(Path folder, String serial, Instant expires, int revoked) {}

    /** A step under the lock on the authority's folder. */
    private interface Step<T> {
        T take(Authority authority) throws IOException;
    }

    /**
     * Makes a key and a certificate, and writes them with the authority's certificate into a folder:
     * {@code KIND.key}, {@code KIND.crt}, {@code ca.crt}.
     *
     * @param life         1 day to {@link #LONGEST}
     * @param revokeOlder  whether other certificates of the same name stop to count
     * @throws IOException in one line, naming the file
     */
    public Enrolled enroll(Principal who, Subject subject, Duration life, boolean revokeOlder, Path target) throws IOException {
        if (life.compareTo(Duration.ofDays(1)) < 0 || life.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("life is " + life.toDays() + " days; allowed are 1 to " + LONGEST.toDays());
        }
        return locked(authority -> {
            Instant now = clock.instant();
            Issued issued = authority.issue(subject, now, now.plus(life));
            String word = subject.kind().word();
            WholeFile.checkWritable(target.resolve(word + ".key"));
            audit.record(who, "certificate.issue", word + " " + subject.name() + ", serial " + issued.serial());
            int revoked = revokeOlder ? revokeAll(subject.name(), now) : 0;
            Instant expires = issued.certificate().getNotAfter().toInstant();
            ledger.add(new CertificateRecord(issued.serial(), subject.name(), word, now.toEpochMilli(), expires.toEpochMilli(), null));
            WholeFile.write(target.resolve(Authority.CERTIFICATE), PemText.of(authority.certificate()));
            WholeFile.writePrivate(target.resolve(word + ".key"), PemText.of(issued.key(), null));
            WholeFile.write(target.resolve(word + ".crt"), PemText.of(issued.certificate()));
            publish(authority, now);
            return new Enrolled(target, issued.serial(), expires, revoked);
        });
    }

    /**
     * What an earlier {@link #enroll} left in a folder, if it is whole, of this authority, and counts for some time yet.
     *
     * @param least how long it is to count
     * @throws IOException in one line, if one of the files is there but cannot be read
     */
    public Optional<Enrolled> enrolled(Subject subject, Duration least, Path target) throws IOException {
        String word = subject.kind().word();
        Path authority = target.resolve(Authority.CERTIFICATE);
        Path own = folder.resolve(Authority.CERTIFICATE);
        Path certificate = target.resolve(word + ".crt");
        Path key = target.resolve(word + ".key");
        if (!Stream.of(authority, own, certificate, key).allMatch(Files::exists) || Files.mismatch(authority, own) >= 0) {
            return Optional.empty();
        }
        Issued issued = Issued.read(certificate, key);
        boolean counts = issued.fits() && valid(clock.instant().plus(least)).stream()
                .anyMatch(one -> one.serial().equals(issued.serial()) && one.name().equals(subject.name()));
        return counts ? Optional.of(new Enrolled(target, issued.serial(), issued.certificate().getNotAfter().toInstant(), 0)) : Optional.empty();
    }

    /**
     * Revokes every certificate of a name.
     *
     * @return how many; 0 if none counted
     * @throws IOException in one line, naming the file
     */
    public int revoke(Principal who, String name) throws IOException {
        if (valid(clock.instant()).stream().noneMatch(certificate -> certificate.name().equals(name))) {
            return 0;
        }
        return locked(authority -> {
            Instant now = clock.instant();
            audit.record(who, "certificate.revoke", name);
            int revoked = revokeAll(name, now);
            publish(authority, now);
            return revoked;
        });
    }

    /** All that were issued, by name and time. */
    public List<CertificateRecord> certificates() {
        return ledger.all();
    }

    private int revokeAll(String name, Instant now) {
        List<CertificateRecord> counting = valid(now).stream().filter(certificate -> certificate.name().equals(name)).toList();
        counting.forEach(certificate -> ledger.revoke(certificate.serial(), now.toEpochMilli()));
        return counting.size();
    }

    private List<CertificateRecord> valid(Instant now) {
        return ledger.all().stream().filter(certificate -> certificate.validAt(now.toEpochMilli())).toList();
    }

    private void publish(Authority authority, Instant now) throws IOException {
        Map<BigInteger, Revocation> revocations = new TreeMap<>();
        // from the list that is there, too: a lost database must not make anything count again
        authority.revoked().forEach(revocation -> revocations.put(revocation.serial(), revocation));
        for (CertificateRecord certificate : ledger.all()) {
            if (certificate.revokedMs() != null) {
                BigInteger serial = new BigInteger(certificate.serial(), 16);
                revocations.put(serial, new Revocation(serial, Instant.ofEpochMilli(certificate.revokedMs())));
            }
        }
        authority.publish(revocations.values(), now);
        Set<String> clients = valid(now).stream()
                .filter(certificate -> !certificate.kind().equals(Kind.BROKER.word()))
                .map(CertificateRecord::name)
                .collect(Collectors.toSet());
        WholeFile.write(folder.resolve(AccessList.FILE), AccessList.of(clients).getBytes(StandardCharsets.US_ASCII));
    }

    private <T> T locked(Step<T> step) throws IOException {
        Files.createDirectories(folder);
        try (FileChannel channel = FileChannel.open(folder.resolve("ca.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            return step.take(Authority.open(folder, passphrase, clock.instant()));
        }
    }
}
