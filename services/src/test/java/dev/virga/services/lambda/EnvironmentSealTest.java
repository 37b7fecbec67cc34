package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.kms.CreateKeyRequest;
import dev.virga.api.kms.DisableKeyRequest;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.lambda.CreateFunctionRequest;
import dev.virga.api.lambda.Environment;
import dev.virga.api.lambda.EnvironmentResponse;
import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.GetFunctionConfigurationRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.PublishVersionRequest;
import dev.virga.api.lambda.UpdateFunctionConfigurationRequest;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Time;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvironmentSealTest {
    private static final String SECRET = "hunter2-and-some-more";
    private static final String TELL = "exports.handler = async () => process.env.PASSWORD;";

    private LambdaFixture cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new LambdaFixture(Time.system());
    }

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    private CreateFunctionRequest.Builder function() {
        return cloud.function("sealed", "nodejs22.x", "index.handler", Map.of("index.js", TELL))
                .environment(variables(SECRET));
    }

    private static Environment variables(String password) {
        return Environment.builder().variables(Map.of("PASSWORD", password)).build();
    }

    private FunctionConfiguration update(UpdateFunctionConfigurationRequest.Builder change) {
        return cloud.call(
                LambdaOps.UpdateFunctionConfiguration,
                change.functionName("sealed").build());
    }

    private FunctionConfiguration configuration() {
        return cloud.call(
                LambdaOps.GetFunctionConfiguration,
                GetFunctionConfigurationRequest.builder().functionName("sealed").build());
    }

    private String password() {
        EnvironmentResponse environment = configuration().environment();
        return environment.variables().get("PASSWORD");
    }

    private List<Path> filesWith(String text) throws IOException {
        return TestSeals.filesWith(cloud.folder.resolve("store"), text);
    }

    @Test
    void theStoreDoesNotTellThem() throws IOException {
        cloud.call(LambdaOps.CreateFunction, function().build());
        assertThat(password()).isEqualTo(SECRET);
        assertThat(LambdaFixture.text(cloud.invoke("sealed", "{}"))).isEqualTo('"' + SECRET + '"');
        PublishVersionRequest publish =
                PublishVersionRequest.builder().functionName("sealed").build();
        assertThat(cloud.call(LambdaOps.PublishVersion, publish).version()).isEqualTo("1");
        // The same variables again change nothing.
        update(UpdateFunctionConfigurationRequest.builder().environment(variables(SECRET)));
        assertThat(cloud.call(LambdaOps.PublishVersion, publish).version()).isEqualTo("1");
        update(UpdateFunctionConfigurationRequest.builder().environment(variables("other")));
        assertThat(cloud.call(LambdaOps.PublishVersion, publish).version()).isEqualTo("2");
        assertThat(password()).isEqualTo("other");
        assertThat(filesWith(SECRET)).isEmpty();
        assertThatThrownBy(() ->
                        update(UpdateFunctionConfigurationRequest.builder().environment(variables("x".repeat(4096)))))
                .hasMessageContaining("exceeded the 4KB limit");
    }

    @Test
    void aKeyOfTheCustomerGuardsThem() throws IOException {
        String key = cloud.call(KmsOps.CreateKey, CreateKeyRequest.builder().build())
                .keyMetadata()
                .arn();
        assertThat(cloud.call(
                                LambdaOps.CreateFunction,
                                function().kmsKeyArn(key).build())
                        .kmsKeyArn())
                .isEqualTo(key);
        assertThat(password()).isEqualTo(SECRET);
        assertThat(filesWith(SECRET)).isEmpty();
        cloud.denied.add("kms:Decrypt");
        EnvironmentResponse hidden = configuration().environment();
        assertThat(hidden.variables()).isNull();
        assertThat(hidden.error().errorCode()).isEqualTo("AccessDeniedException");
        // The function's role has a grant.
        assertThat(LambdaFixture.text(cloud.invoke("sealed", "{}"))).isEqualTo('"' + SECRET + '"');
        cloud.denied.clear();
        update(UpdateFunctionConfigurationRequest.builder().memorySize(256));
        cloud.call(KmsOps.DisableKey, DisableKeyRequest.builder().keyId(key).build());
        assertThatThrownBy(() -> cloud.invoke("sealed", "{}"))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("KMSDisabledException"));
        assertThatThrownBy(() ->
                        update(UpdateFunctionConfigurationRequest.builder().kmsKeyArn("")))
                .isInstanceOf(AwsException.class);
        cloud.call(
                KmsOps.EnableKey,
                dev.virga.api.kms.EnableKeyRequest.builder().keyId(key).build());
        assertThat(update(UpdateFunctionConfigurationRequest.builder().kmsKeyArn(""))
                        .kmsKeyArn())
                .isNull();
        assertThat(password()).isEqualTo(SECRET);
    }

    @Test
    void aKeyThatMayNotBeUsedIsRefused() {
        cloud.denied.add("kms:CreateGrant");
        String key = cloud.call(KmsOps.CreateKey, CreateKeyRequest.builder().build())
                .keyMetadata()
                .arn();
        assertThatThrownBy(() -> cloud.call(
                        LambdaOps.CreateFunction, function().kmsKeyArn(key).build()))
                .hasMessageContaining("the KMS key is invalid for CreateGrant");
    }

    @Test
    void thoseOfAFormerReleaseAreReadAndSealedByTheNextChange() {
        cloud.call(LambdaOps.CreateFunction, function().environment(null).build());
        FunctionName name = new FunctionName(LambdaFixture.ACCOUNT, LambdaFixture.REGION, "sealed", null);
        Store.Key key = VersionTable.key(name, FunctionVersion.LATEST);
        Store.Row row = cloud.store.get(key);
        cloud.store.commit(new Store.Transaction(null, List.of(), List.of(new Store.Put(key, former(row)))));
        assertThat(password()).isEqualTo(SECRET);
        update(UpdateFunctionConfigurationRequest.builder().memorySize(256));
        assertThat(password()).isEqualTo(SECRET);
        VersionTable.Found found = new VersionTable(cloud.store).get(name, FunctionName.LATEST);
        assertThat(found.version().settings().environment().plain()).isEmpty();
    }

    /// The row in format 1, with a variable.
    private static byte[] former(Store.Row row) {
        RowReader from = new RowReader(row.value()).upTo(2);
        RowWriter to = new RowWriter(1)
                .string(from.string())
                .varint(from.varint())
                .varint(from.varint())
                .string(from.string())
                .string(from.string())
                .varint(from.varint())
                .varint(from.varint())
                .string(from.string())
                .string(from.string())
                .string(from.string())
                .string(from.string())
                .string(from.string())
                .string(from.string())
                .varint(from.varint())
                .varint(from.varint())
                .varint(from.varint());
        assertThat(from.nullableString()).isNull();
        assertThat(from.nullableString()).isNull();
        from.map();
        return to.map(Map.of("PASSWORD", SECRET))
                .list(from.list(RowReader::string), RowWriter::string)
                .nullableString(from.nullableString())
                .string(from.string())
                .string(from.string())
                .nullableString(from.nullableString())
                .nullableString(from.nullableString())
                .nullableString(from.nullableString())
                .string(from.string())
                .toBytes();
    }
}
