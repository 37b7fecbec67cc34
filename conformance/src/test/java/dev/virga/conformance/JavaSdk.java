package dev.virga.conformance;

import java.lang.reflect.Method;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/// The AWS SDK for Java as a client of the script of calls: any operation, from and to plain
/// values. One thread.
final class JavaSdk implements AutoCloseable {
    private final URI endpoint;
    private final String account;
    private final String region;
    private final SdkHttpClient http;
    private final Map<String, SdkClient> clients = new LinkedHashMap<>();

    /// @param account whose test credentials are used
    JavaSdk(URI endpoint, String account, String region, SdkHttpClient http) {
        this.endpoint = endpoint;
        this.account = account;
        this.region = region;
        this.http = http;
    }

    /// `answer` or `error`, as the README of the script says.
    Map<String, Object> call(String service, String operation, Map<String, Object> input) throws Exception {
        SdkClient client = clients.computeIfAbsent(service, this::client);
        try {
            return Map.of("answer", JavaSdkValues.shown(send(client, operation, input)));
        } catch (AwsServiceException e) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("code", e.awsErrorDetails().errorCode());
            String message = e.awsErrorDetails().errorMessage();
            error.put("message", message == null ? "" : message);
            error.put("status", (long) e.statusCode());
            return Map.of("error", error);
        }
    }

    private static SdkPojo send(SdkClient client, String operation, Map<String, Object> input) throws Exception {
        Class<?> api = client.getClass().getInterfaces()[0];
        // The SDK writes `UploadSSHPublicKey` as `uploadSshPublicKey`.
        Method one = Stream.of(api.getMethods())
                .filter(m -> m.getName().equalsIgnoreCase(operation)
                        && m.getParameterCount() > 0
                        && SdkRequest.class.isAssignableFrom(m.getParameterTypes()[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operation " + operation));
        Class<?> type = one.getParameterTypes()[0];
        String method = one.getName();
        @Nullable SdkBytes body = null;
        Map<String, Object> members = new LinkedHashMap<>(input);
        if (has(api, method, type, RequestBody.class)) {
            body = JavaSdkValues.bytes(members.remove("Body"));
        }
        SdkRequest request = (SdkRequest) JavaSdkValues.request(type, members);
        try {
            if (body != null) {
                Object sent = RequestBody.fromBytes(body.asByteArray());
                return (SdkPojo) api.getMethod(method, type, RequestBody.class).invoke(client, request, sent);
            }
            if (has(api, method, type, ResponseTransformer.class)) {
                Object answer = api.getMethod(method, type, ResponseTransformer.class)
                        .invoke(client, request, ResponseTransformer.toBytes());
                return JavaSdkValues.withBody((ResponseBytes<?>) answer);
            }
            return (SdkPojo) api.getMethod(method, type).invoke(client, request);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static boolean has(Class<?> api, String method, Class<?> request, Class<?> second) {
        return Stream.of(api.getMethods())
                .anyMatch(m -> m.getName().equals(method)
                        && m.getParameterCount() == 2
                        && m.getParameterTypes()[0] == request
                        && m.getParameterTypes()[1] == second);
    }

    private SdkClient client(String service) {
        return switch (service) {
            case "apigatewayv2" -> build(ApiGatewayV2Client.builder());
            case "cloudformation" -> build(CloudFormationClient.builder());
            case "cloudtrail" -> build(CloudTrailClient.builder());
            case "dynamodb" -> build(DynamoDbClient.builder());
            case "iam" -> build(IamClient.builder());
            case "kinesis" -> build(KinesisClient.builder());
            case "kms" -> build(KmsClient.builder());
            case "lambda" -> build(LambdaClient.builder());
            case "logs" -> build(CloudWatchLogsClient.builder());
            case "s3" -> build(S3Client.builder().forcePathStyle(true));
            case "secretsmanager" -> build(SecretsManagerClient.builder());
            case "ssm" -> build(SsmClient.builder());
            case "sts" -> build(StsClient.builder());
            default -> throw new IllegalArgumentException(service);
        };
    }

    private <
                    B extends
                            AwsSyncClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
                    C extends SdkClient>
            C build(B builder) {
        Function<B, B> credentials = b ->
                b.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "test")));
        return credentials
                .apply(builder)
                .httpClient(http)
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
    }
}
