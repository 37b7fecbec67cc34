package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.lambda.*;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FunctionsTest {
    private static LambdaFixture cloud;

    @BeforeAll
    static void open() throws IOException {
        cloud = new LambdaFixture(Time.system());
    }

    @AfterAll
    static void close() throws IOException {
        cloud.close();
    }

    private static String returning(String value) {
        return "exports.handler = async () => '" + value + "';";
    }

    private static String run(String name) {
        return LambdaFixture.text(cloud.invoke(name, "{}"));
    }

    private static FunctionConfiguration update(String name, String source) {
        return cloud.call(
                LambdaOps.UpdateFunctionCode,
                UpdateFunctionCodeRequest.builder()
                        .functionName(name)
                        .zipFile(LambdaFixture.zip(Map.of("index.js", source)))
                        .build());
    }

    private static void fails(String code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void newCodeAndConfigurationTakeEffectAtOnce() {
        FunctionConfiguration created = cloud.node("changing", returning("one"));
        assertThat(run("changing")).isEqualTo("\"one\"");

        FunctionConfiguration updated = update("changing", returning("two"));
        assertThat(updated.codeSha256()).isNotEqualTo(created.codeSha256());
        assertThat(run("changing")).isEqualTo("\"two\"");

        update("changing", "exports.handler = async () => process.env.COLOR;");
        cloud.call(
                LambdaOps.UpdateFunctionConfiguration,
                UpdateFunctionConfigurationRequest.builder()
                        .functionName("changing")
                        .environment(Environment.builder()
                                .variables(Map.of("COLOR", "red"))
                                .build())
                        .build());
        assertThat(run("changing")).isEqualTo("\"red\"");
        fails(
                "PreconditionFailedException",
                "The Revision Id provided does not match",
                () -> cloud.call(
                        LambdaOps.UpdateFunctionConfiguration,
                        UpdateFunctionConfigurationRequest.builder()
                                .functionName("changing")
                                .revisionId(updated.revisionId())
                                .build()));
    }

    @Test
    void versionsStayAsTheyWereAndAliasesPointToThem() {
        cloud.node("released", returning("one"));
        PublishVersionRequest publish =
                PublishVersionRequest.builder().functionName("released").build();
        assertThat(cloud.call(LambdaOps.PublishVersion, publish).version()).isEqualTo("1");
        assertThat(cloud.call(LambdaOps.PublishVersion, publish).version())
                .as("unchanged")
                .isEqualTo("1");
        update("released", returning("two"));
        FunctionConfiguration second = cloud.call(LambdaOps.PublishVersion, publish);
        assertThat(second.version()).isEqualTo("2");
        assertThat(second.functionArn()).endsWith(":function:released:2");
        update("released", returning("three"));

        AliasConfiguration alias = cloud.call(
                LambdaOps.CreateAlias,
                CreateAliasRequest.builder()
                        .functionName("released")
                        .name("live")
                        .functionVersion("1")
                        .build());
        assertThat(alias.aliasArn()).endsWith(":function:released:live");
        assertThat(List.of(run("released"), run("released:1"), run("released:2"), run("released:live")))
                .containsExactly("\"three\"", "\"one\"", "\"two\"", "\"one\"");
        cloud.call(
                LambdaOps.UpdateAlias,
                UpdateAliasRequest.builder()
                        .functionName("released")
                        .name("live")
                        .routingConfig(AliasRoutingConfiguration.builder()
                                .additionalVersionWeights(Map.of("2", 1.0))
                                .build())
                        .build());
        assertThat(cloud.invoke("released:live", "{}").executedVersion()).isEqualTo("2");
        assertThat(cloud.call(
                                LambdaOps.ListVersionsByFunction,
                                ListVersionsByFunctionRequest.builder()
                                        .functionName("released")
                                        .build())
                        .versions())
                .extracting(FunctionConfiguration::version)
                .containsExactly("$LATEST", "1", "2");
        fails("ResourceConflictException", "alias live refers to it", () -> delete("released", "2"));
        delete("released", null);
        fails("ResourceNotFoundException", "Function not found", () -> run("released:1"));
    }

    private static void delete(String name, String qualifier) {
        cloud.call(
                LambdaOps.DeleteFunction,
                DeleteFunctionRequest.builder()
                        .functionName(name)
                        .qualifier(qualifier)
                        .build());
    }

    @Test
    void settingsOutsideTheLimitsAreRefused() {
        Map<String, UnaryOperator<CreateFunctionRequest.Builder>> wrong = new LinkedHashMap<>();
        wrong.put("'timeout' failed", b -> b.timeout(901));
        wrong.put("'memorySize' failed", b -> b.memorySize(10_241));
        wrong.put("'memorySize'", b -> b.memorySize(127));
        wrong.put("'runtime' failed to satisfy constraint: Member must satisfy enum", b -> b.runtime("nodejs4.3"));
        wrong.put("Value python9.9 at 'runtime' failed to satisfy constraint", b -> b.runtime("python9.9"));
        wrong.put("Runtime and Handler are mandatory", b -> b.handler(null));
        wrong.put("cannot be assumed by Lambda", b -> b.role("arn:aws:iam::123456789012:role/wrong"));
        wrong.put("Reserved keys used in this request: AWS_REGION", b -> b.environment(variables("AWS_REGION", "x")));
        wrong.put("exceeded the 4KB limit", b -> b.environment(variables("LONG", "x".repeat(4096))));
        wrong.put(
                "Layer version arn:aws:lambda:us-east-1:123456789012:layer:none:1 does not exist",
                b -> b.layers(List.of("arn:aws:lambda:us-east-1:123456789012:layer:none:1")));
        wrong.put(
                "you must set LogFormat to JSON",
                b -> b.loggingConfig(
                        LoggingConfig.builder().systemLogLevel("WARN").build()));
        wrong.put(
                "Could not unzip uploaded file",
                b -> b.code(FunctionCode.builder().zipFile(new byte[] {1, 2, 3}).build()));
        wrong.put("Please provide a source", b -> b.code(FunctionCode.builder().build()));
        wrong.put(
                "lambda:CreateFunction with VpcConfig is not implemented",
                b -> b.vpcConfig(
                        VpcConfig.builder().subnetIds(List.of("subnet-1")).build()));
        wrong.put("lambda:CreateFunction with PackageType Image is not implemented", b -> b.packageType("Image"));
        wrong.forEach((message, change) -> assertThatThrownBy(() -> cloud.call(
                        LambdaOps.CreateFunction,
                        change.apply(cloud.function("limited", "nodejs22.x", "index.handler", Map.of("index.js", "1")))
                                .build()))
                .as(message)
                .isInstanceOf(AwsException.class)
                .hasMessageContaining(message));
        fails("ResourceNotFoundException", "Function not found", () -> run("limited"));
    }

    private static Environment variables(String name, String value) {
        return Environment.builder().variables(Map.of(name, value)).build();
    }

    @Test
    void reservedConcurrencyIsALimit() {
        cloud.node("none", returning("x"));
        reserve("none", 0);
        fails("TooManyRequestsException", "Rate Exceeded.", () -> run("none"));
        reserve("none", 1);
        assertThat(run("none")).isEqualTo("\"x\"");
        fails("InvalidParameterValueException", "below its minimum value of [100]", () -> reserve("none", 901));
        cloud.call(
                LambdaOps.DeleteFunctionConcurrency,
                DeleteFunctionConcurrencyRequest.builder().functionName("none").build());
        GetAccountSettingsResponse settings = cloud.call(
                LambdaOps.GetAccountSettings,
                GetAccountSettingsRequest.builder().build());
        assertThat(settings.accountLimit().unreservedConcurrentExecutions()).isEqualTo(1000);
    }

    private static void reserve(String name, int executions) {
        cloud.call(
                LambdaOps.PutFunctionConcurrency,
                PutFunctionConcurrencyRequest.builder()
                        .functionName(name)
                        .reservedConcurrentExecutions(executions)
                        .build());
    }

    @Test
    void permissionsBecomeAResourcePolicy() {
        cloud.node("shared", returning("x"));
        AddPermissionRequest permission = AddPermissionRequest.builder()
                .functionName("shared")
                .statementId("bucket")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::photos")
                .sourceAccount("123456789012")
                .build();
        String statement = cloud.call(LambdaOps.AddPermission, permission).statement();
        assertThat(statement)
                .isEqualTo("{\"Sid\":\"bucket\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},"
                        + "\"Action\":\"lambda:InvokeFunction\",\"Resource\":"
                        + "\"arn:aws:lambda:us-east-1:123456789012:function:shared\",\"Condition\":{\"StringEquals\":"
                        + "{\"AWS:SourceAccount\":\"123456789012\"},\"ArnLike\":{\"AWS:SourceArn\":"
                        + "\"arn:aws:s3:::photos\"}}}");
        fails("ResourceConflictException", "already exists", () -> cloud.call(LambdaOps.AddPermission, permission));
        GetPolicyRequest get = GetPolicyRequest.builder().functionName("shared").build();
        assertThat(cloud.call(LambdaOps.GetPolicy, get).policy())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[" + statement + "]}");
        cloud.call(
                LambdaOps.RemovePermission,
                RemovePermissionRequest.builder()
                        .functionName("shared")
                        .statementId("bucket")
                        .build());
        fails("ResourceNotFoundException", "does not exist", () -> cloud.call(LambdaOps.GetPolicy, get));
    }

    @Test
    void layersAreFoundBelowOpt() {
        PublishLayerVersionResponse layer = cloud.call(
                LambdaOps.PublishLayerVersion,
                PublishLayerVersionRequest.builder()
                        .layerName("greeting")
                        .content(LayerVersionContentInput.builder()
                                .zipFile(LambdaFixture.zip(Map.of("words.txt", "from the layer")))
                                .build())
                        .compatibleRuntimes(List.of("nodejs22.x"))
                        .build());
        assertThat(layer.layerVersionArn()).endsWith(":layer:greeting:1");
        cloud.call(
                LambdaOps.CreateFunction,
                cloud.function(
                                "layered",
                                "nodejs22.x",
                                "index.handler",
                                Map.of(
                                        "index.js",
                                        "exports.handler = async () => require('fs').readFileSync('/opt/words.txt', 'utf8');"))
                        .layers(List.of(layer.layerVersionArn()))
                        .build());
        assertThat(run("layered")).isEqualTo("\"from the layer\"");
        assertThat(cloud.call(LambdaOps.ListLayers, ListLayersRequest.builder().build())
                        .layers())
                .extracting(l -> l.latestMatchingVersion().version())
                .containsExactly(1L);
    }

    @Test
    void aPackageCanBeDownloadedThroughItsLinkOnly() throws IOException {
        cloud.node("linked", returning("x"));
        GetFunctionResponse function = cloud.call(
                LambdaOps.GetFunction,
                GetFunctionRequest.builder().functionName("linked").build());
        String link = function.code().location().substring("http://127.0.0.1:4566".length());
        HttpResponse response = download(link);
        assertThat(response.status).isEqualTo(200);
        assertThat(response.body.bytes(1 << 20)).isEqualTo(LambdaFixture.zip(Map.of("index.js", returning("x"))));
        assertThat(download(link.replace("signature=", "signature=0")).status).isEqualTo(403);
        assertThat(download(link.replaceAll("expires=\\d", "expires=9")).status).isEqualTo(403);
    }

    private static HttpResponse download(String link) throws IOException {
        String[] parts = link.split("\\?", 2);
        HttpRequest request = new HttpRequest("GET", parts[0], parts[1], new Headers(), Body.EMPTY, "127.0.0.1", false);
        assertThat(cloud.lambda.codeDoor().takes(request)).isTrue();
        return cloud.lambda.codeDoor().handle(request);
    }

    @Test
    void aRoleWithoutPermissionLosesItsLogsAndTheFunctionRunsOn() {
        cloud.node("mute", returning("still here"));
        cloud.denied.add("logs:PutLogEvents");
        try {
            assertThat(run("mute")).isEqualTo("\"still here\"");
        } finally {
            cloud.denied.remove("logs:PutLogEvents");
        }
    }

    @Test
    void otherAccountsAndServicesAreNamedByTheirArns() {
        cloud.node("named", returning("x"));
        Caller other = new Caller.Root("999999999999");
        InvocationRequest request = InvocationRequest.builder()
                .functionName("arn:aws:lambda:us-east-1:123456789012:function:named")
                .build();
        assertThat(LambdaFixture.text(cloud.cloud.call(other, LambdaFixture.REGION, LambdaOps.Invoke, request)))
                .isEqualTo("\"x\"");
        for (String name : List.of(
                "123456789012:function:named",
                "123456789012:named",
                "function:named",
                "named:$LATEST",
                "us-east-1:123456789012:function:named")) {
            assertThat(run(name)).as(name).isEqualTo("\"x\"");
        }
        fails(
                "ResourceNotFoundException",
                "are not reachable in this region",
                () -> run("arn:aws:lambda:eu-west-1:123456789012:function:named"));
    }
}
