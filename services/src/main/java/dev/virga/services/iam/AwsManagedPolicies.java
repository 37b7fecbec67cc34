package dev.virga.services.iam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The policies that AWS provides in every account, as far as they are here: each is a document
/// among the resources beside this class, read when it is first asked for.
final class AwsManagedPolicies {
    private static final String ARN_PREFIX = "arn:aws:iam::aws:policy/";
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SERVICE_ROLE = "/service-role/";

    /// Paths by names.
    private static final Map<String, String> PATHS = Map.ofEntries(
            Map.entry("AWSLambdaBasicExecutionRole", SERVICE_ROLE),
            Map.entry("AWSLambdaVPCAccessExecutionRole", SERVICE_ROLE),
            Map.entry("AWSLambdaDynamoDBExecutionRole", SERVICE_ROLE),
            Map.entry("AWSLambdaSQSQueueExecutionRole", SERVICE_ROLE),
            Map.entry("AWSXRayDaemonWriteAccess", "/"),
            Map.entry("AmazonDynamoDBFullAccess", "/"),
            Map.entry("AmazonS3FullAccess", "/"),
            Map.entry("AmazonS3ReadOnlyAccess", "/"),
            Map.entry("AdministratorAccess", "/"),
            Map.entry("ReadOnlyAccess", "/"),
            Map.entry("PowerUserAccess", "/"),
            Map.entry("AWSLambda_FullAccess", "/"),
            Map.entry("IAMFullAccess", "/"),
            Map.entry("CloudWatchLogsFullAccess", "/"),
            Map.entry("AWSXrayWriteOnlyAccess", "/"),
            Map.entry("AWSLambdaKinesisExecutionRole", SERVICE_ROLE),
            Map.entry("AWSLambdaRole", SERVICE_ROLE),
            Map.entry("AmazonAPIGatewayPushToCloudWatchLogs", SERVICE_ROLE),
            Map.entry("AmazonSQSFullAccess", "/"),
            Map.entry("AmazonSNSFullAccess", "/"),
            Map.entry("AmazonKinesisFullAccess", "/"),
            Map.entry("AWSStepFunctionsFullAccess", "/"),
            Map.entry("AmazonDynamoDBReadOnlyAccess", "/"),
            Map.entry("AWSLambda_ReadOnlyAccess", "/"),
            Map.entry("CloudWatchLogsReadOnlyAccess", "/"),
            Map.entry("AWSLambdaExecute", "/"));

    private final Map<String, Policy> read = new ConcurrentHashMap<>();

    static boolean isArn(String arn) {
        return arn.startsWith(ARN_PREFIX);
    }

    @Nullable
    Policy find(String arn) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        String path = PATHS.get(name);
        if (path == null || !arn.equals(Arns.of(Policy.AWS, Policy.KIND, path, name))) {
            return null;
        }
        return read.computeIfAbsent(name, n -> read(n, path));
    }

    List<Policy> all() {
        return PATHS.entrySet().stream()
                .map(e -> read.computeIfAbsent(e.getKey(), name -> read(name, e.getValue())))
                .toList();
    }

    private static Policy read(String name, String path) {
        String document = document(name);
        return new Policy(
                Policy.AWS,
                path,
                name,
                id(name),
                CREATED,
                CREATED,
                "",
                Map.of(),
                List.of(new Policy.Version("v1", CREATED, document)),
                "v1",
                1,
                0,
                0);
    }

    private static String document(String name) {
        try (InputStream in = AwsManagedPolicies.class.getResourceAsStream("managed/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the document of " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same in every account and at every start.
    private static String id(String name) {
        String hex = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .toUpperCase(Locale.ROOT);
        return (Ids.POLICY + hex).substring(0, 21);
    }
}
