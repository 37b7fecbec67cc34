package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.kernel.Arn;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.saml.SamlMetadata;
import dev.virga.store.RocksStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept of a SAML provider's metadata, so that nobody makes the server read it again.
class SamlProviderRowsTest {
    private static final String ACCOUNT = "111122223333";
    private static final Instant NOW = Instant.parse("2026-05-06T10:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(1000);

    @TempDir
    Path folder;

    private RocksStore store;
    private SamlProviderTable table;
    private TestCertificates.Issued idp;

    @BeforeEach
    void open() throws Exception {
        store = RocksStore.open(folder, Path.of("target", "native"), new FakeTime(NOW));
        table = new SamlProviderTable(store, new Epoch());
        idp = TestCertificates.of("idp", "EC");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void put(String name, String metadata, SamlProvider.@Nullable Trusted trusted) {
        table.create(
                ACCOUNT,
                new SamlProvider(ACCOUNT, name, "uuid", NOW, UNTIL, metadata, Map.of("team", "rain"), trusted),
                List.of(),
                List.of());
    }

    private @Nullable SamlMetadata find(String name) {
        return new IamSamlIssuers(table).find(Objects.requireNonNull(Arn.parse(SamlProvider.arn(ACCOUNT, name))));
    }

    private String metadata() throws Exception {
        return """
                <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/saml">
                <IDPSSODescriptor><KeyDescriptor><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
                <X509Certificate>%s</X509Certificate></X509Data></KeyInfo></KeyDescriptor></IDPSSODescriptor>
                </EntityDescriptor>""".formatted(
                        Base64.getEncoder().encodeToString(idp.certificate().getEncoded()));
    }

    @Test
    void theMetadataOfARowThatHasWhatIsTrustedIsNotRead() throws Exception {
        put(
                "kept",
                "no metadata",
                new SamlProvider.Trusted("https://a", List.of(idp.certificate().getEncoded())));
        assertThat(find("kept")).isEqualTo(new SamlMetadata("https://a", List.of(idp.certificate()), UNTIL));
    }

    @Test
    void aRowWithoutItIsReadOnceAndKeepsTheRest() throws Exception {
        put("old", metadata(), null);
        SamlMetadata expected = new SamlMetadata("https://idp.example.com/saml", List.of(idp.certificate()), UNTIL);
        assertThat(find("old")).isEqualTo(expected);
        SamlProvider kept = table.get(ACCOUNT, "old");
        assertThat(kept.trusted()).isNotNull();
        assertThat(kept.metadata()).isEqualTo(metadata());
        assertThat(kept.tags()).isEqualTo(Map.of("team", "rain"));
        assertThat(find("old")).isEqualTo(expected);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        put("broken", "no metadata", null);
        assertThat(find("broken")).isNull();
        assertThat(find("other")).isNull();
    }
}
