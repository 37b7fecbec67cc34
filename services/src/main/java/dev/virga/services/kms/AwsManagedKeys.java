package dev.virga.services.kms;

import dev.virga.kernel.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys that services use when nobody names one: `alias/aws/s3` and its like. Each is made when
/// its service first needs it, or when somebody asks what it is.
final class AwsManagedKeys {
    private static final String PREFIX = "alias/aws/";
    private static final long YEAR_MILLIS = 365L * 86_400_000;
    private static final int PERIOD_DAYS = 365;

    /// Services that have such a key.
    private static final Set<String> SERVICES = Set.of(
            "acm",
            "backup",
            "dynamodb",
            "ebs",
            "elasticfilesystem",
            "es",
            "events",
            "glue",
            "kinesis",
            "lambda",
            "logs",
            "rds",
            "s3",
            "secretsmanager",
            "ses",
            "sns",
            "sqs",
            "ssm",
            "states",
            "xray");

    private final KeyTable table;
    private final KeyMaker maker;

    AwsManagedKeys(KeyTable table, KeyMaker maker) {
        this.table = table;
        this.maker = maker;
    }

    /// Null when the alias names no such key.
    @Nullable
    KmsKey make(Call call, String alias) {
        String service = alias.startsWith(PREFIX) ? alias.substring(PREFIX.length()) : "";
        if (!SERVICES.contains(service)) {
            return null;
        }
        long now = call.time().toEpochMilli();
        KmsKey key = new KmsKey(
                call.account(),
                call.region(),
                KeyMaker.newId(false),
                now,
                KeySpec.SYMMETRIC_DEFAULT,
                KeyUsage.ENCRYPT_DECRYPT,
                KmsKey.Origin.AWS_KMS,
                service,
                "Default key that protects my " + service + " data when no other key is defined",
                KeyState.ENABLED,
                KeyPolicies.ofAwsManaged(call.account(), call.region(), service),
                Map.of(),
                List.of(alias),
                1,
                new KmsKey.Rotation(PERIOD_DAYS, now + YEAR_MILLIS, 0),
                null,
                null,
                false);
        if (maker.make(key)) {
            return key;
        }
        // Another call made it.
        KeyTable.Alias made = table.findAlias(call.account(), call.region(), alias);
        KeyTable.Found found = made == null ? null : table.find(call.account(), call.region(), made.keyId());
        return found == null ? null : found.key();
    }
}
