package dev.virga.services.s3;

import dev.virga.kernel.Access;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What IAM has to allow, together with the bucket's own policy.
final class S3Access {
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
                : access.ownedBy(row.account())
                        .withResourcePolicy(policy(row))
                        .withConditions(Map.of("s3:ResourceAccount", List.of(row.account())));
    }

    private static @Nullable String policy(BucketRow row) {
        String policy = row.policy();
        if (policy == null || !row.settings().containsKey(BucketRow.PUBLIC)) {
            return policy;
        }
        PublicAccessBlock block = PublicAccessBlock.of(row);
        return block != null && block.restrictPublicBuckets() ? RestrictedPolicy.of(policy, row.account()) : policy;
    }

    /// Listing, with what a policy may demand of it; a key is absent when the request does not say
    /// it, but for the prefix, which is empty then.
    List<Access> list(String bucket, @Nullable String prefix, @Nullable String delimiter, @Nullable Integer maxKeys) {
        Access access = access("s3:ListBucket", bucket, "");
        Map<String, List<String>> conditions = new HashMap<>();
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
