package dev.virga.app.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.http.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private Instant now = NOW;

    private OwnCertificates own(String... names) {
        return new OwnCertificates(folder.resolve("tls"), List.of(names), "eu-west-1", () -> now);
    }

    private static X509Certificate first(Identity identity) {
        return identity.chain().getFirst();
    }

    private static List<String> names(X509Certificate certificate) throws Exception {
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    @Test
    void theServersCertificateLeadsToAnAuthorityThatClientsCanTrust() throws Exception {
        OwnCertificates own = own();
        Identity identity = own.current();
        assertThat(identity.chain()).hasSize(2);
        X509Certificate authority = identity.chain().getLast();
        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(first(identity).getBasicConstraints()).isEqualTo(-1);
        assertThat(first(identity).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(Files.readString(own.authorityFile())).contains("BEGIN CERTIFICATE");

        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(List.of(first(identity))), parameters);
    }

    @Test
    void itIsForEveryNameThatClientsMakeOfTheServers() throws Exception {
        assertThat(names(first(own("cloud.example", "192.0.2.7").current())))
                .contains(
                        "localhost",
                        "127.0.0.1",
                        "192.0.2.7",
                        "cloud.example",
                        "*.cloud.example",
                        "*.s3.cloud.example",
                        "*.s3.eu-west-1.cloud.example",
                        "*.execute-api.cloud.example",
                        "*.s3.localhost");
    }

    @Test
    void nobodyElseCanReadTheKeys() throws Exception {
        own().current();
        try (Stream<Path> files = Files.list(folder.resolve("tls"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void itStaysUntilItsNamesChangeOrItsEndIsNearAndTheAuthorityStays() throws Exception {
        Identity made = own("a.example").current();
        assertThat(own("a.example").current()).as("after a restart").isEqualTo(made);
        Identity renamed = own("a.example", "b.example").current();
        assertThat(first(renamed)).isNotEqualTo(first(made));
        OwnCertificates running = own("a.example", "b.example");
        assertThat(running.current()).isEqualTo(renamed);
        now = NOW.plus(Duration.ofDays(366));
        assertThat(running.current()).isEqualTo(renamed);
        now = NOW.plus(Duration.ofDays(368));
        Identity renewed = running.current();
        assertThat(first(renewed)).isNotEqualTo(first(renamed));
        assertThat(first(renewed).getNotAfter().toInstant()).isAfter(NOW.plus(Duration.ofDays(700)));
        assertThat(renewed.chain().getLast()).isEqualTo(made.chain().getLast());
        now = NOW.plus(Duration.ofDays(20 * 365 + 1));
        assertThatThrownBy(running::current)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("authority")
                .hasMessageContaining("has ended");
    }

    @Test
    void oneThatLostItsKeyIsMadeAgain() throws Exception {
        Identity made = own().current();
        Files.delete(folder.resolve("tls/server-key.pem"));
        Identity again = own().current();
        assertThat(first(again)).isNotEqualTo(first(made));
        assertThat(again.chain().getLast()).isEqualTo(made.chain().getLast());
    }

    @Test
    void theOperatorsIsReadAgainWhenItChangesButNeverHalf() throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        give("a", certificate, key, 1);
        GivenCertificate given = new GivenCertificate(certificate, key);
        Identity first = given.current();
        assertThat(given.current()).isSameAs(first);

        own("b.example").current();
        Files.copy(folder.resolve("tls/server.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(certificate, FileTime.fromMillis(2_000));
        assertThatThrownBy(given::current).isInstanceOf(IOException.class).hasMessageContaining("is not that of");
        Files.copy(folder.resolve("tls/server-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
        assertThat(names(first(given.current()))).contains("b.example");

        Files.delete(key);
        assertThatThrownBy(given::current).isInstanceOf(IOException.class).hasMessage("cannot read " + key);
    }

    private void give(String name, Path certificate, Path key, int seconds) throws Exception {
        Path made = folder.resolve(name + "-made");
        new OwnCertificates(made, List.of(), "eu-west-1", () -> now).current();
        Files.copy(made.resolve("server.pem"), certificate);
        Files.copy(made.resolve("server-key.pem"), key);
        Files.setLastModifiedTime(certificate, FileTime.fromMillis(seconds * 1_000L));
    }
}
