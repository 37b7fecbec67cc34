package dev.virga.services.secretsmanager;

import static dev.virga.services.secretsmanager.SecretsCloud.await;
import static dev.virga.services.secretsmanager.SecretsCloud.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.secretsmanager.*;
import dev.virga.kernel.FakeTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String NOT_FOUND = "Secrets Manager can't find the specified secret.";

    @TempDir
    Path folder;

    private SecretsCloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new SecretsCloud(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String token(int number) {
        return String.format("00000000-0000-0000-0000-%012d", number);
    }

    private CreateSecretResponse create(String name, String value) {
        return cloud.call(
                SecretsmanagerOps.CreateSecret,
                CreateSecretRequest.builder()
                        .name(name)
                        .clientRequestToken(token(1))
                        .secretString(value)
                        .build());
    }

    private void put(String name, int number, String value, String... stages) {
        cloud.call(
                SecretsmanagerOps.PutSecretValue,
                PutSecretValueRequest.builder()
                        .secretId(name)
                        .clientRequestToken(token(number))
                        .secretString(value)
                        .versionStages(stages.length == 0 ? null : List.of(stages))
                        .build());
    }

    private GetSecretValueResponse get(GetSecretValueRequest.Builder request) {
        return cloud.call(SecretsmanagerOps.GetSecretValue, request.build());
    }

    private String value(String id) {
        return get(GetSecretValueRequest.builder().secretId(id)).secretString();
    }

    private String valueAt(String id, String stage) {
        return get(GetSecretValueRequest.builder().secretId(id).versionStage(stage))
                .secretString();
    }

    private DescribeSecretResponse describe(String id) {
        return cloud.call(
                SecretsmanagerOps.DescribeSecret,
                DescribeSecretRequest.builder().secretId(id).build());
    }

    private DeleteSecretRequest.Builder deletion(String id) {
        return DeleteSecretRequest.builder().secretId(id);
    }

    private List<String> listed(ListSecretsRequest.Builder request) {
        List<String> names = new ArrayList<>();
        String next = null;
        do {
            ListSecretsResponse page = cloud.call(
                    SecretsmanagerOps.ListSecrets, request.nextToken(next).build());
            page.secretList().forEach(secret -> names.add(secret.name()));
            next = page.nextToken();
        } while (next != null);
        return names;
    }

    private static Filter filter(String key, String... values) {
        return Filter.builder().key(key).values(List.of(values)).build();
    }

    @Test
    void aSecretIsFoundByNameAndByArnWithAndWithoutItsSuffix() {
        String arn = create("app/db-passwd", "hunter2").arn();
        assertThat(arn).matches("arn:aws:secretsmanager:us-east-1:111122223333:secret:app/db-passwd-[A-Za-z0-9]{6}");
        assertThat(value("app/db-passwd")).isEqualTo("hunter2");
        assertThat(value(arn)).isEqualTo("hunter2");
        assertThat(value(arn.substring(0, arn.length() - 7))).isEqualTo("hunter2");
        fails("ResourceNotFoundException", NOT_FOUND, () -> value("app/db"));
        fails("ResourceNotFoundException", NOT_FOUND, () -> value(arn.replace("us-east-1", "eu-west-1")));
        String wrong = arn.substring(0, arn.length() - 6) + "000000";
        fails("ResourceNotFoundException", NOT_FOUND, () -> value(wrong));
    }

    @Test
    void labelsMoveWithEachVersion() {
        create("s", "one");
        put("s", 2, "two");
        put("s", 3, "three");
        assertThat(value("s")).isEqualTo("three");
        assertThat(valueAt("s", "AWSPREVIOUS")).isEqualTo("two");
        assertThat(describe("s").versionIdsToStages())
                .isEqualTo(Map.of(token(2), List.of("AWSPREVIOUS"), token(3), List.of("AWSCURRENT")));
        put("s", 4, "four", "AWSPENDING", "blue");
        assertThat(value("s")).isEqualTo("three");
        assertThat(valueAt("s", "blue")).isEqualTo("four");
        move("AWSCURRENT", token(3), token(4));
        assertThat(value("s")).isEqualTo("four");
        assertThat(valueAt("s", "AWSPREVIOUS")).isEqualTo("three");
        fails(
                "InvalidParameterException",
                "currently attached to version " + token(4),
                () -> move("AWSCURRENT", null, token(1)));
        fails("InvalidParameterException", "completely removed", () -> move("AWSCURRENT", token(4), null));
        fails("ResourceNotFoundException", "specified secret version", () -> move("blue", token(4), token(9)));
        move("blue", token(4), null);
        fails("ResourceNotFoundException", "staging label: blue", () -> valueAt("s", "blue"));
        List<String> ids = cloud
                .call(
                        SecretsmanagerOps.ListSecretVersionIds,
                        ListSecretVersionIdsRequest.builder()
                                .secretId("s")
                                .includeDeprecated(true)
                                .build())
                .versions()
                .stream()
                .map(SecretVersionsListEntry::versionId)
                .toList();
        assertThat(ids).containsExactly(token(4), token(3), token(2), token(1));
    }

    private void move(String stage, String from, String to) {
        cloud.call(
                SecretsmanagerOps.UpdateSecretVersionStage,
                UpdateSecretVersionStageRequest.builder()
                        .secretId("s")
                        .versionStage(stage)
                        .removeFromVersionId(from)
                        .moveToVersionId(to)
                        .build());
    }

    @Test
    void aRequestThatIsSentAgainChangesNothing() {
        String arn = create("s", "one").arn();
        assertThat(create("s", "one").arn()).isEqualTo(arn);
        fails(
                "ResourceExistsException",
                "The operation failed because the secret s already exists.",
                () -> create("s", "other"));
        put("s", 2, "two");
        put("s", 3, "three");
        put("s", 2, "two");
        assertThat(value("s")).isEqualTo("three");
        fails("ResourceExistsException", "You can't use ClientRequestToken " + token(2), () -> put("s", 2, "new"));
    }

    @Test
    void deprecatedVersionsOfYesterdayMakeRoomBeyondAHundred() {
        create("s", "0");
        IntStream.range(2, 121).forEach(i -> put("s", i, "v" + i));
        assertThat(versions()).hasSize(120);
        cloud.time.advance(Duration.ofHours(25));
        put("s", 500, "last");
        assertThat(versions()).hasSize(100);
        assertThat(value("s")).isEqualTo("last");
        assertThat(valueAt("s", "AWSPREVIOUS")).isEqualTo("v120");
    }

    private List<SecretVersionsListEntry> versions() {
        List<SecretVersionsListEntry> all = new ArrayList<>();
        String next = null;
        do {
            ListSecretVersionIdsResponse page = cloud.call(
                    SecretsmanagerOps.ListSecretVersionIds,
                    ListSecretVersionIdsRequest.builder()
                            .secretId("s")
                            .includeDeprecated(true)
                            .maxResults(7)
                            .nextToken(next)
                            .build());
            all.addAll(page.versions());
            next = page.nextToken();
        } while (next != null);
        return all;
    }

    @Test
    void whatIsWrongWithARequestIsSaidInAwsWords() {
        fails("ValidationException", "Invalid name.", () -> create("no spaces", "x"));
        fails(
                "InvalidParameterException",
                "both a binary secret value and a string",
                () -> cloud.call(
                        SecretsmanagerOps.CreateSecret,
                        CreateSecretRequest.builder()
                                .name("s")
                                .secretString("x")
                                .secretBinary(new byte[1])
                                .build()));
        String large = "ä".repeat(32_769);
        fails("InvalidParameterException", "65536", () -> create("s", large));
        create("s", "x");
        fails(
                "InvalidRequestException",
                "You must provide either SecretString or SecretBinary.",
                () -> cloud.call(
                        SecretsmanagerOps.PutSecretValue,
                        PutSecretValueRequest.builder().secretId("s").build()));
        fails(
                "ResourceNotFoundException",
                "secret value for VersionId: " + token(7),
                () -> get(GetSecretValueRequest.builder().secretId("s").versionId(token(7))));
        fails(
                "InvalidRequestException",
                "VersionStage that is not associated",
                () -> get(GetSecretValueRequest.builder()
                        .secretId("s")
                        .versionId(token(1))
                        .versionStage("AWSPREVIOUS")));
        fails(
                "InvalidRequestException",
                "No Lambda rotation function ARN",
                () -> cloud.call(
                        SecretsmanagerOps.RotateSecret,
                        RotateSecretRequest.builder().secretId("s").build()));
        fails(
                "EncryptionFailure",
                "can't encrypt",
                () -> cloud.call(
                        SecretsmanagerOps.CreateSecret,
                        CreateSecretRequest.builder()
                                .name("k")
                                .secretString("x")
                                .kmsKeyId("alias/none")
                                .build()));
    }

    @Test
    void aDeletedSecretCanBeRestoredUntilItsWindowIsOver() {
        create("s", "x");
        fails(
                "InvalidParameterException",
                "between 7 and 30",
                () -> cloud.call(
                        SecretsmanagerOps.DeleteSecret,
                        deletion("s").recoveryWindowInDays(6L).build()));
        fails(
                "InvalidParameterException",
                "in conjunction with",
                () -> cloud.call(
                        SecretsmanagerOps.DeleteSecret,
                        deletion("s")
                                .recoveryWindowInDays(7L)
                                .forceDeleteWithoutRecovery(true)
                                .build()));
        DeleteSecretResponse deleted = cloud.call(
                SecretsmanagerOps.DeleteSecret,
                deletion("s").recoveryWindowInDays(7L).build());
        assertThat(deleted.deletionDate()).isEqualTo(SecretsCloud.START.plus(Duration.ofDays(7)));
        fails("InvalidRequestException", "because it was marked for deletion", () -> value("s"));
        fails("InvalidRequestException", "already scheduled for deletion", () -> create("s", "x"));
        assertThat(listed(ListSecretsRequest.builder())).isEmpty();
        assertThat(listed(ListSecretsRequest.builder().includePlannedDeletion(true)))
                .containsExactly("s");
        cloud.call(
                SecretsmanagerOps.RestoreSecret,
                RestoreSecretRequest.builder().secretId("s").build());
        assertThat(value("s")).isEqualTo("x");
        cloud.time.advance(Duration.ofDays(8));
        assertThat(value("s")).isEqualTo("x");
        cloud.call(
                SecretsmanagerOps.DeleteSecret,
                deletion("s").recoveryWindowInDays(7L).build());
        cloud.time.advance(Duration.ofDays(7));
        await(() -> listed(ListSecretsRequest.builder().includePlannedDeletion(true))
                .isEmpty());
        create("s", "new");
        cloud.call(
                SecretsmanagerOps.DeleteSecret,
                deletion("s").forceDeleteWithoutRecovery(true).build());
        fails("ResourceNotFoundException", NOT_FOUND, () -> describe("s"));
        cloud.call(
                SecretsmanagerOps.DeleteSecret,
                deletion("s").forceDeleteWithoutRecovery(true).build());
    }

    @Test
    void secretsAreListedByFilterInOrderAndByPages() {
        for (String name : List.of("prod/web", "prod/db", "test/web", "test/db")) {
            cloud.call(
                    SecretsmanagerOps.CreateSecret,
                    CreateSecretRequest.builder()
                            .name(name)
                            .description("The password of " + name)
                            .tags(List.of(Tag.builder()
                                    .key("stage")
                                    .value(name.substring(0, 4))
                                    .build()))
                            .build());
            cloud.time.advance(Duration.ofSeconds(1));
        }
        assertThat(listed(ListSecretsRequest.builder().maxResults(3)))
                .containsExactly("test/db", "test/web", "prod/db", "prod/web");
        assertThat(listed(ListSecretsRequest.builder().sortBy("name").maxResults(1)))
                .containsExactly("prod/db", "prod/web", "test/db", "test/web");
        assertThat(filtered(filter("name", "prod/"))).containsExactlyInAnyOrder("prod/db", "prod/web");
        assertThat(filtered(filter("name", "!prod/"))).containsExactlyInAnyOrder("test/db", "test/web");
        assertThat(filtered(filter("name", "PROD"))).isEmpty();
        assertThat(filtered(filter("tag-value", "test"), filter("name", "test/w")))
                .containsExactly("test/web");
        assertThat(filtered(filter("tag-key", "none"))).isEmpty();
        assertThat(filtered(filter("description", "PASS web"))).containsExactlyInAnyOrder("prod/web", "test/web");
        assertThat(filtered(filter("all", "db", "xyz"))).containsExactlyInAnyOrder("prod/db", "test/db");
        fails(
                "InvalidNextTokenException",
                "NextToken",
                () -> cloud.call(
                        SecretsmanagerOps.ListSecrets,
                        ListSecretsRequest.builder().nextToken("nonsense").build()));
    }

    private List<String> filtered(Filter... filters) {
        return listed(ListSecretsRequest.builder().filters(List.of(filters)).maxResults(1));
    }

    @Test
    void manyValuesAreReadAtOnce() {
        create("a", "1");
        create("b", "2");
        BatchGetSecretValueResponse byId = cloud.call(
                SecretsmanagerOps.BatchGetSecretValue,
                BatchGetSecretValueRequest.builder()
                        .secretIdList(List.of("a", "missing", "b"))
                        .build());
        assertThat(byId.secretValues())
                .extracting(SecretValueEntry::secretString)
                .containsExactly("1", "2");
        assertThat(byId.errors()).singleElement().satisfies(error -> {
            assertThat(error.secretId()).isEqualTo("missing");
            assertThat(error.errorCode()).isEqualTo("ResourceNotFoundException");
        });
        BatchGetSecretValueResponse page = cloud.call(
                SecretsmanagerOps.BatchGetSecretValue,
                BatchGetSecretValueRequest.builder()
                        .filters(List.of(filter("name", "a", "b")))
                        .maxResults(1)
                        .build());
        assertThat(page.secretValues()).hasSize(1);
        assertThat(page.nextToken()).isNotNull();
        fails(
                "InvalidParameterException",
                "Either",
                () -> cloud.call(
                        SecretsmanagerOps.BatchGetSecretValue,
                        BatchGetSecretValueRequest.builder().build()));
    }

    @Test
    void passwordsKeepToWhatIsAsked() {
        record Case(GetRandomPasswordRequest.Builder request, String form) {}
        for (Case each : List.of(
                new Case(GetRandomPasswordRequest.builder(), "[!-~]{32}"),
                new Case(GetRandomPasswordRequest.builder().passwordLength(4096L), "[!-~]{4096}"),
                new Case(
                        GetRandomPasswordRequest.builder()
                                .excludePunctuation(true)
                                .passwordLength(3L),
                        "(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{3}"),
                new Case(
                        GetRandomPasswordRequest.builder()
                                .excludeLowercase(true)
                                .excludeUppercase(true)
                                .excludePunctuation(true)
                                .excludeCharacters("012345678"),
                        "9{32}"),
                new Case(
                        GetRandomPasswordRequest.builder()
                                .includeSpace(true)
                                .excludeNumbers(true)
                                .passwordLength(4L)
                                .excludePunctuation(true),
                        "(?=.* )[A-Za-z ]{4}"))) {
            String password = cloud.call(
                            SecretsmanagerOps.GetRandomPassword, each.request().build())
                    .randomPassword();
            assertThat(password).matches(each.form());
        }
        fails(
                "InvalidParameterException",
                "too short",
                () -> cloud.call(
                        SecretsmanagerOps.GetRandomPassword,
                        GetRandomPasswordRequest.builder().passwordLength(3L).build()));
    }

    @Test
    void descriptionTagsAndValueAreUpdated() {
        create("s", "x");
        cloud.call(
                SecretsmanagerOps.UpdateSecret,
                UpdateSecretRequest.builder()
                        .secretId("s")
                        .description("new")
                        .secretBinary(new byte[] {1, 2})
                        .build());
        assertThat(get(GetSecretValueRequest.builder().secretId("s")).secretBinary())
                .containsExactly(1, 2);
        cloud.call(
                SecretsmanagerOps.TagResource,
                TagResourceRequest.builder()
                        .secretId("s")
                        .tags(List.of(
                                Tag.builder().key("a").value("1").build(),
                                Tag.builder().key("b").value("2").build()))
                        .build());
        cloud.call(
                SecretsmanagerOps.UntagResource,
                UntagResourceRequest.builder()
                        .secretId("s")
                        .tagKeys(List.of("a"))
                        .build());
        DescribeSecretResponse described = describe("s");
        assertThat(described.description()).isEqualTo("new");
        assertThat(described.tags()).extracting(Tag::key).containsExactly("b");
        assertThat(described.lastAccessedDate()).isEqualTo("2026-05-06T00:00:00Z");
    }

    @Test
    void whatIsStoredIsThereAfterACrashAndNeverInPlainText() throws IOException {
        create("s", "correct horse battery staple");
        FakeTime time = cloud.time;
        cloud.close();
        try (Stream<Path> files = Files.walk(folder)) {
            byte[] wanted = "correct horse".getBytes(StandardCharsets.UTF_8);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                assertThat(IntStream.range(0, bytes.length - wanted.length + 1)
                                .anyMatch(i -> bytes[i] == wanted[0]
                                        && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)))
                        .as(Objects.toString(file))
                        .isFalse();
            }
        }
        cloud = new SecretsCloud(folder, time, none -> List.of());
        assertThat(value("s")).isEqualTo("correct horse battery staple");
    }
}
