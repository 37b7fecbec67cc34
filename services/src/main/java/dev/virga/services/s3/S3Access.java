package dev.virga.services.s3;

import dev.virga.kernel.Access;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What IAM has to allow, together with the bucket's own policy.
final class S3Access {
    private static final Map<String, String> ENCRYPTION_KEYS = Map.of(
            "ServerSideEncryption", "s3:x-amz-server-side-encryption",
            "SSEKMSKeyId", "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "SSECustomerAlgorithm", "s3:x-amz-server-side-encryption-customer-algorithm");

    private final BucketTable buckets;

    S3Access(BucketTable buckets) {
        this.buckets = buckets;
    }

    List<Access> bucket(String action, String bucket) {
        return List.of(access(action, bucket, ""));
    }

    List<Access> object(String action, String bucket, String key) {
        return List.of(access(action, bucket, "/" + key));
    }

    Access access(String action, String bucket, String path) {
        BucketRow row = buckets.find(bucket);
        Access access = Access.to(action, "arn:aws:s3:::" + bucket + path);
        return row == null
                ? access
                : access.withResourcePolicy(policy(row))
                        .withConditions(Map.of(
                                "aws:ResourceAccount",
                                List.of(row.account()),
                                "s3:ResourceAccount",
                                List.of(row.account())));
    }

    private static @Nullable String policy(BucketRow row) {
        String policy = row.policy();
        if (policy == null || !row.settings().containsKey(BucketRow.PUBLIC)) {
            return policy;
        }
        PublicAccessBlock block = PublicAccessBlock.of(row);
        return block != null && block.restrictPublicBuckets() ? PublicPolicy.restricted(policy, row.account()) : policy;
    }

    /// Storing an object, with what a policy may demand of its encryption: what the request says of
    /// it, not what it is by default.
    List<Access> write(Struct input, Shape shape, String bucket, String key) {
        Access access = access("s3:PutObject", bucket, "/" + key);
        Map<String, List<String>> conditions = new HashMap<>(access.conditions());
        ENCRYPTION_KEYS.forEach((member, condition) -> {
            Object value = Structs.get(input, shape, member);
            if (value != null) {
                conditions.put(condition, List.of(value.toString()));
            }
        });
        return List.of(access.withConditions(conditions));
    }

    /// Listing, with what a policy may demand of it; a key is absent when the request does not say
    /// it, but for the prefix, which is empty then.
    List<Access> list(String bucket, @Nullable String prefix, @Nullable String delimiter, @Nullable Integer maxKeys) {
        Access access = access("s3:ListBucket", bucket, "");
        Map<String, List<String>> conditions = new HashMap<>(access.conditions());
        conditions.put("s3:prefix", List.of(prefix == null ? "" : prefix));
        if (delimiter != null) {
            conditions.put("s3:delimiter", List.of(delimiter));
        }
        if (maxKeys != null) {
            conditions.put("s3:max-keys", List.of(maxKeys.toString()));
        }
        return List.of(access.withConditions(conditions));
    }
}
