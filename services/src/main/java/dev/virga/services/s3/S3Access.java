package dev.virga.services.s3;

import dev.virga.kernel.Access;
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
        return Access.to(action, "arn:aws:s3:::" + bucket + path).withResourcePolicy(row == null ? null : row.policy());
    }

    List<Access> list(String bucket, @Nullable String prefix, @Nullable String delimiter) {
        Map<String, List<String>> conditions = Map.of(
                "s3:prefix", List.of(prefix == null ? "" : prefix),
                "s3:delimiter", List.of(delimiter == null ? "" : delimiter));
        return List.of(access("s3:ListBucket", bucket, "").withConditions(conditions));
    }
}
