package dev.virga.services.s3;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Commits an object under its conditions, again when somebody else changed the bucket or the
/// object meanwhile.
final class ObjectWriter {
    private static final int MAX_ATTEMPTS = 16;

    private ObjectWriter() {}

    static void write(
            BucketTable buckets,
            ObjectTable objects,
            String bucketName,
            String key,
            ObjectRow object,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {
        boolean conditional = ifMatch != null || ifNoneMatch != null;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            BucketRow bucket = buckets.get(bucketName);
            ObjectTable.Found there = conditional ? objects.find(bucket, key) : null;
            ObjectTable.Expected expected = Conditions.forWrite(ifMatch, ifNoneMatch, there);
            if (objects.put(bucket, key, object, expected, List.of())) {
                return;
            }
        }
        throw S3Errors.conflict();
    }

    /// Replaces the tags of an object and leaves the rest.
    static void tag(ObjectTable objects, BucketTable buckets, String bucketName, String key, Map<String, String> tags) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            BucketRow bucket = buckets.get(bucketName);
            ObjectTable.Found found = objects.get(bucket, key);
            ObjectRow tagged = found.object().withTags(tags);
            if (objects.put(bucket, key, tagged, new ObjectTable.Expected(found.version()), List.of())) {
                return;
            }
        }
        throw S3Errors.conflict();
    }
}
