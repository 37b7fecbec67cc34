package dev.virga.services.s3;

import dev.virga.api.s3.PublicAccessBlockConfiguration;
import org.jspecify.annotations.Nullable;

/// What of a bucket's public access is blocked. The settings about ACLs hold without it: there are
/// none.
record PublicAccessBlock(
        boolean blockPublicAcls, boolean ignorePublicAcls, boolean blockPublicPolicy, boolean restrictPublicBuckets) {
    /// As AWS makes new buckets.
    static final PublicAccessBlock OF_NEW_BUCKETS = new PublicAccessBlock(true, true, true, true);

    private static final int FLAGS = 4;

    static PublicAccessBlock of(PublicAccessBlockConfiguration configuration) {
        return new PublicAccessBlock(
                Boolean.TRUE.equals(configuration.blockPublicAcls()),
                Boolean.TRUE.equals(configuration.ignorePublicAcls()),
                Boolean.TRUE.equals(configuration.blockPublicPolicy()),
                Boolean.TRUE.equals(configuration.restrictPublicBuckets()));
    }

    /// Null when the bucket has none.
    static @Nullable PublicAccessBlock of(BucketRow bucket) {
        String flags = bucket.settings().get(BucketRow.PUBLIC_ACCESS_BLOCK);
        return flags == null || flags.length() != FLAGS
                ? null
                : new PublicAccessBlock(on(flags, 0), on(flags, 1), on(flags, 2), on(flags, 3));
    }

    private static boolean on(String flags, int at) {
        return flags.charAt(at) == '1';
    }

    /// A digit a setting, in their order.
    String write() {
        StringBuilder flags = new StringBuilder();
        for (boolean flag :
                new boolean[] {blockPublicAcls, ignorePublicAcls, blockPublicPolicy, restrictPublicBuckets}) {
            flags.append(flag ? '1' : '0');
        }
        return flags.toString();
    }

    PublicAccessBlockConfiguration shown() {
        return PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(blockPublicAcls)
                .ignorePublicAcls(ignorePublicAcls)
                .blockPublicPolicy(blockPublicPolicy)
                .restrictPublicBuckets(restrictPublicBuckets)
                .build();
    }
}
