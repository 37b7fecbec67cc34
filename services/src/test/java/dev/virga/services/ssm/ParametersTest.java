package dev.virga.services.ssm;

import static dev.virga.services.secretsmanager.SecretsCloud.await;
import static dev.virga.services.secretsmanager.SecretsCloud.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.secretsmanager.CreateSecretRequest;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.ssm.*;
import dev.virga.kernel.Caller;
import dev.virga.kernel.FakeTime;
import dev.virga.services.secretsmanager.SecretsCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {
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

    private static PutParameterRequest.Builder parameter(String name, String value) {
        return PutParameterRequest.builder().name(name).value(value).type("String");
    }

    private PutParameterResult put(PutParameterRequest.Builder request) {
        return cloud.call(SsmOps.PutParameter, request.build());
    }

    private Parameter get(String name, boolean decrypted) {
        return cloud.call(
                        SsmOps.GetParameter,
                        GetParameterRequest.builder()
                                .name(name)
                                .withDecryption(decrypted)
                                .build())
                .parameter();
    }

    private String value(String name) {
        return get(name, true).value();
    }

    private List<String> byPath(GetParametersByPathRequest.Builder request) {
        List<String> names = new ArrayList<>();
        String next = null;
        do {
            GetParametersByPathResult page = cloud.call(
                    SsmOps.GetParametersByPath, request.nextToken(next).build());
            page.parameters().forEach(parameter -> names.add(parameter.name()));
            next = page.nextToken();
        } while (next != null);
        return names;
    }

    private List<String> described(ParameterStringFilter... filters) {
        List<String> names = new ArrayList<>();
        String next = null;
        do {
            DescribeParametersResult page = cloud.call(
                    SsmOps.DescribeParameters,
                    DescribeParametersRequest.builder()
                            .parameterFilters(List.of(filters))
                            .maxResults(1)
                            .nextToken(next)
                            .build());
            page.parameters().forEach(parameter -> names.add(parameter.name()));
            next = page.nextToken();
        } while (next != null);
        return names;
    }

    private static ParameterStringFilter filter(String key, String option, String... values) {
        return ParameterStringFilter.builder()
                .key(key)
                .option(option)
                .values(List.of(values))
                .build();
    }

    @Test
    void versionsAndLabelsSelectWhatIsRead() {
        put(parameter("/app/url", "one"));
        fails("ParameterAlreadyExists", "set the overwrite option", () -> put(parameter("/app/url", "x")));
        assertThat(put(parameter("/app/url", "two").overwrite(true)).version()).isEqualTo(2);
        LabelParameterVersionResult labelled = cloud.call(
                SsmOps.LabelParameterVersion,
                LabelParameterVersionRequest.builder()
                        .name("/app/url")
                        .parameterVersion(1L)
                        .labels(List.of("prod", "aws-x", "ssm", "1st", "b_l.u-e"))
                        .build());
        assertThat(labelled.invalidLabels()).containsExactly("aws-x", "ssm", "1st");
        assertThat(value("/app/url")).isEqualTo("two");
        assertThat(value("/app/url:1")).isEqualTo("one");
        assertThat(get("/app/url:prod", false).selector()).isEqualTo(":prod");
        assertThat(value("arn:aws:ssm:us-east-1:111122223333:parameter/app/url:prod"))
                .isEqualTo("one");
        fails("ParameterVersionNotFound", "could not find version 9 of /app/url", () -> value("/app/url:9"));
        fails("ParameterNotFound", "", () -> value("/app/none"));
        UnlabelParameterVersionResult unlabelled = cloud.call(
                SsmOps.UnlabelParameterVersion,
                UnlabelParameterVersionRequest.builder()
                        .name("/app/url")
                        .parameterVersion(1L)
                        .labels(List.of("prod", "other"))
                        .build());
        assertThat(unlabelled.removedLabels()).containsExactly("prod");
        assertThat(unlabelled.invalidLabels()).containsExactly("other");
        List<ParameterHistory> history = cloud.call(
                        SsmOps.GetParameterHistory,
                        GetParameterHistoryRequest.builder().name("/app/url").build())
                .parameters();
        assertThat(history).extracting(ParameterHistory::value).containsExactly("one", "two");
        assertThat(history.getFirst().labels()).containsExactly("b_l.u-e");
        List<String> many = IntStream.range(0, 10).mapToObj(i -> "l" + i).toList();
        fails(
                "ParameterVersionLabelLimitExceeded",
                "maximum 10 labels",
                () -> cloud.call(
                        SsmOps.LabelParameterVersion,
                        LabelParameterVersionRequest.builder()
                                .name("/app/url")
                                .parameterVersion(1L)
                                .labels(many)
                                .build()));
    }

    @Test
    void aSecureStringIsStoredAsCiphertextInBothTiers() {
        put(parameter("secret", "hunter2").type("SecureString"));
        put(parameter("/big/secret", "x".repeat(5000)).type("SecureString").tier("Advanced"));
        assertThat(get("secret", false).value()).isNotEqualTo("hunter2").matches("[A-Za-z0-9+/=]+");
        assertThat(value("secret")).isEqualTo("hunter2");
        assertThat(value("arn:aws:ssm:us-east-1:111122223333:parameter/secret")).isEqualTo("hunter2");
        assertThat(value("/big/secret")).hasSize(5000);
        assertThat(described(filter("KeyId", "Equals", "alias/aws/ssm"))).containsExactly("/big/secret", "secret");
        fails(
                "InvalidKeyId",
                "",
                () -> put(parameter("k", "x").type("SecureString").keyId("alias/none")));
        fails(
                "ValidationException",
                "KeyId is required for SecureString",
                () -> put(parameter("k", "x").keyId("alias/none")));
    }

    @Test
    void aHierarchyIsReadLevelByLevelOrAsAWhole() {
        for (String name : List.of("/a/b", "/a/c", "/a/b/d", "/a/b/e/f", "/ab", "top")) {
            put(parameter(name, "x"));
        }
        put(parameter("/a/list", "1,2").type("StringList"));
        assertThat(byPath(GetParametersByPathRequest.builder().path("/a").maxResults(2)))
                .containsExactly("/a/b", "/a/c", "/a/list");
        assertThat(byPath(GetParametersByPathRequest.builder()
                        .path("/a/")
                        .recursive(true)
                        .maxResults(1)))
                .containsExactly("/a/b", "/a/b/d", "/a/b/e/f", "/a/c", "/a/list");
        assertThat(byPath(GetParametersByPathRequest.builder().path("/"))).containsExactly("/ab", "top");
        assertThat(byPath(GetParametersByPathRequest.builder()
                        .path("/a")
                        .parameterFilters(List.of(filter("Type", "Equals", "StringList")))))
                .containsExactly("/a/list");
        fails(
                "ValidationException",
                "must begin with a forward slash",
                () -> byPath(GetParametersByPathRequest.builder().path("a")));
        fails(
                "InvalidFilterKey",
                "Valid filter keys include: [Type, KeyId, Label]",
                () -> byPath(GetParametersByPathRequest.builder()
                        .path("/a")
                        .parameterFilters(List.of(filter("Name", "Equals", "x")))));
        fails(
                "NotImplemented",
                "/aws/service",
                () -> byPath(GetParametersByPathRequest.builder().path("/aws/service/ami")));
    }

    @Test
    void parametersAreDescribedByFilter() {
        put(parameter("/app/url", "x")
                .tags(List.of(Tag.builder().key("stage").value("prod").build())));
        put(parameter("/app/db/url", "x").type("StringList"));
        put(parameter("flag", "x").tier("Advanced"));
        assertThat(described()).containsExactly("/app/db/url", "/app/url", "flag");
        assertThat(described(filter("Name", "Equals", "flag"))).containsExactly("flag");
        assertThat(described(filter("Name", "BeginsWith", "app/"))).containsExactly("/app/db/url", "/app/url");
        assertThat(described(filter("Name", "Contains", "db"))).containsExactly("/app/db/url");
        assertThat(described(filter("Path", "OneLevel", "/app"))).containsExactly("/app/url");
        assertThat(described(filter("Path", "Recursive", "/app"), filter("Type", "Equals", "StringList")))
                .containsExactly("/app/db/url");
        assertThat(described(filter("Tier", "Equals", "Advanced"))).containsExactly("flag");
        assertThat(described(filter("tag:stage", "Equals", "prod"))).containsExactly("/app/url");
        fails("InvalidFilterOption", "not valid: Contains", () -> described(filter("Type", "Contains", "x")));
        fails("InvalidFilterValue", "not valid: Text", () -> described(filter("Type", "Equals", "Text")));
        fails(
                "NotImplemented",
                "Shared",
                () -> cloud.call(
                        SsmOps.DescribeParameters,
                        DescribeParametersRequest.builder().shared(true).build()));
    }

    @Test
    void whatIsWrongWithAParameterIsSaidInAwsWords() {
        record Case(PutParameterRequest.Builder request, String code, String message) {}
        for (Case each : List.of(
                new Case(parameter("aws-x", "x"), "AccessDeniedException", "No access to reserved parameter name"),
                new Case(parameter("/aws/x", "x"), "AccessDeniedException", "No access to reserved parameter name"),
                new Case(parameter("/ssm", "x"), "ValidationException", "can't be prefixed with \"ssm\""),
                new Case(parameter("a/b", "x"), "ValidationException", "fully qualified name"),
                new Case(parameter("/a b", "x"), "ValidationException", ".-_"),
                new Case(parameter("/a:1", "x"), "ValidationException", ".-_"),
                new Case(
                        parameter("/a/".repeat(9).replace("//", "/b/") + "z", "x"),
                        "HierarchyLevelLimitExceededException",
                        "15 levels"),
                new Case(parameter("a", ""), "ValidationException", "greater than or equal to 1"),
                new Case(parameter("a", "x").type(null), "ValidationException", "type is required"),
                new Case(parameter("a", "x".repeat(4097)), "ValidationException", "4096 characters"),
                new Case(parameter("a", "x".repeat(8193)).tier("Advanced"), "ValidationException", "8192"),
                new Case(parameter("a", "x").dataType("aws:ec2:image"), "NotImplemented", "aws:ec2:image"),
                new Case(parameter("a", "x").dataType("other"), "ValidationException", "data type"),
                new Case(parameter("a", "x").allowedPattern("("), "InvalidAllowedPatternException", "expression"),
                new Case(parameter("a", "x").allowedPattern("\\d+"), "ParameterPatternMismatchException", "\\d+"),
                new Case(
                        parameter("a", "a".repeat(4000) + "!").allowedPattern("(a+)+"),
                        "ParameterPatternMismatchException",
                        "(a+)+"),
                new Case(
                        parameter("a", "x")
                                .overwrite(true)
                                .tags(List.of(Tag.builder().key("k").value("v").build())),
                        "ValidationException",
                        "tags and overwrite can't be used together"),
                new Case(
                        parameter("a", "x").tier("Advanced").policies("[{\"Type\":\"Other\"}]"),
                        "InvalidPolicyTypeException",
                        "isn't supported"),
                new Case(
                        parameter("a", "x").tier("Advanced").policies("[{\"Type\":\"NoChangeNotification\"}]"),
                        "NotImplemented",
                        "NoChangeNotification"))) {
            fails(each.code(), each.message(), () -> put(each.request()));
        }
    }

    @Test
    void theAdvancedTierIsForGood() {
        put(parameter("p", "x".repeat(5000)).tier("Intelligent-Tiering"));
        assertThat(put(parameter("p", "x").overwrite(true)).tier()).isEqualTo("Advanced");
        fails(
                "ValidationException",
                "can't downgrade",
                () -> put(parameter("p", "x").overwrite(true).tier("Standard")));
        fails(
                "HierarchyTypeMismatchException",
                "changing a parameter type",
                () -> put(parameter("p", "x").overwrite(true).type("SecureString")));
    }

    @Test
    void aHundredVersionsAreKeptUnlessTheOldestHasALabel() {
        put(parameter("p", "v1"));
        IntStream.rangeClosed(2, 101).forEach(i -> put(parameter("p", "v" + i).overwrite(true)));
        fails("ParameterVersionNotFound", "version 1", () -> value("p:1"));
        assertThat(value("p:2")).isEqualTo("v2");
        cloud.call(
                SsmOps.LabelParameterVersion,
                LabelParameterVersionRequest.builder()
                        .name("p")
                        .parameterVersion(2L)
                        .labels(List.of("keep"))
                        .build());
        fails(
                "ParameterMaxVersionLimitExceeded",
                "Version 2, the oldest version",
                () -> put(parameter("p", "x").overwrite(true)));
    }

    @Test
    void anExpiredParameterIsDeletedAlsoAfterARestart() throws IOException {
        String policy = "[{\"Type\":\"Expiration\",\"Version\":\"1.0\",\"Attributes\":{\"Timestamp\":"
                + "\"2026-05-07T10:00:00.000Z\"}}]";
        put(parameter("p", "x").tier("Advanced").policies(policy));
        put(parameter("stays", "x").tier("Advanced").policies(policy));
        put(parameter("stays", "y").overwrite(true).policies("[{}]"));
        FakeTime time = cloud.time;
        cloud.close();
        cloud = new SecretsCloud(folder, time, none -> List.of());
        assertThat(value("p")).isEqualTo("x");
        time.advance(Duration.ofDays(1));
        await(() -> described().equals(List.of("stays")));
    }

    @Test
    void severalAreReadAndDeletedAtOnce() {
        put(parameter("a", "1"));
        put(parameter("b", "2"));
        GetParametersResult read = cloud.call(
                SsmOps.GetParameters,
                GetParametersRequest.builder()
                        .names(List.of("a", "missing", "b:1", "b:7"))
                        .build());
        assertThat(read.parameters()).extracting(Parameter::value).containsExactly("1", "2");
        assertThat(read.invalidParameters()).containsExactly("missing", "b:7");
        DeleteParametersResult deleted = cloud.call(
                SsmOps.DeleteParameters,
                DeleteParametersRequest.builder().names(List.of("a", "missing")).build());
        assertThat(deleted.deletedParameters()).containsExactly("a");
        assertThat(deleted.invalidParameters()).containsExactly("missing");
        cloud.call(
                SsmOps.DeleteParameter,
                DeleteParameterRequest.builder().name("b").build());
        fails(
                "ParameterNotFound",
                "",
                () -> cloud.call(
                        SsmOps.DeleteParameter,
                        DeleteParameterRequest.builder().name("b").build()));
        put(parameter("b", "again"));
        assertThat(get("b", false).version()).isEqualTo(1);
    }

    @Test
    void tagsBelongToTheParameter() {
        put(parameter("p", "x"));
        cloud.call(
                SsmOps.AddTagsToResource,
                AddTagsToResourceRequest.builder()
                        .resourceType("Parameter")
                        .resourceId("p")
                        .tags(List.of(
                                Tag.builder().key("a").value("1").build(),
                                Tag.builder().key("b").value("2").build()))
                        .build());
        cloud.call(
                SsmOps.RemoveTagsFromResource,
                RemoveTagsFromResourceRequest.builder()
                        .resourceType("Parameter")
                        .resourceId("p")
                        .tagKeys(List.of("a"))
                        .build());
        assertThat(cloud.call(
                                SsmOps.ListTagsForResource,
                                ListTagsForResourceRequest.builder()
                                        .resourceType("Parameter")
                                        .resourceId("p")
                                        .build())
                        .tagList())
                .extracting(Tag::key)
                .containsExactly("b");
        fails(
                "InvalidResourceId",
                "",
                () -> cloud.call(
                        SsmOps.ListTagsForResource,
                        ListTagsForResourceRequest.builder()
                                .resourceType("Parameter")
                                .resourceId("none")
                                .build()));
        fails(
                "NotImplemented",
                "Document",
                () -> cloud.call(
                        SsmOps.ListTagsForResource,
                        ListTagsForResourceRequest.builder()
                                .resourceType("Document")
                                .resourceId("p")
                                .build()));
    }

    @Test
    void aSecretIsReadAsAParameter() {
        cloud.call(
                SecretsmanagerOps.CreateSecret,
                CreateSecretRequest.builder().name("db").secretString("hunter2").build());
        Parameter secret = get("/aws/reference/secretsmanager/db", true);
        assertThat(secret.value()).isEqualTo("hunter2");
        assertThat(secret.type()).isEqualTo("SecureString");
        assertThat(secret.sourceResult()).contains("versionStages").doesNotContain("hunter2");
        fails(
                "ValidationException",
                "WithDecryption flag must be True",
                () -> get("/aws/reference/secretsmanager/db", false));
        fails("ParameterNotFound", "", () -> value("/aws/reference/secretsmanager/none"));
    }

    @Test
    void anotherAccountReadsWhatAPolicyShares() {
        put(parameter("/shared/url", "x").tier("Advanced"));
        String arn = "arn:aws:ssm:us-east-1:111122223333:parameter/shared/url";
        Caller other = new Caller.Root("444455556666");
        GetParameterRequest read = GetParameterRequest.builder().name(arn).build();
        fails(
                "AccessDeniedException",
                "ssm:GetParameter on resource: " + arn,
                () -> cloud.cloud.call(other, SecretsCloud.REGION, SsmOps.GetParameter, read));
        PutResourcePolicyResponse shared = cloud.call(
                SsmOps.PutResourcePolicy,
                PutResourcePolicyRequest.builder()
                        .resourceArn(arn)
                        .policy(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                                        + "\"444455556666\"},\"Action\":\"ssm:GetParameter\",\"Resource\":\"" + arn
                                        + "\"}]}")
                        .build());
        assertThat(cloud.cloud
                        .call(other, SecretsCloud.REGION, SsmOps.GetParameter, read)
                        .parameter()
                        .value())
                .isEqualTo("x");
        assertThat(cloud.call(
                                SsmOps.GetResourcePolicies,
                                GetResourcePoliciesRequest.builder()
                                        .resourceArn(arn)
                                        .build())
                        .policies())
                .extracting(GetResourcePoliciesResponseEntry::policyHash)
                .containsExactly(shared.policyHash());
        cloud.call(
                SsmOps.DeleteResourcePolicy,
                DeleteResourcePolicyRequest.builder()
                        .resourceArn(arn)
                        .policyId(shared.policyId())
                        .policyHash(shared.policyHash())
                        .build());
        fails(
                "AccessDeniedException",
                "ssm:GetParameter",
                () -> cloud.cloud.call(other, SecretsCloud.REGION, SsmOps.GetParameter, read));
    }
}
