package dev.virga.wire;

import org.jspecify.annotations.Nullable;

/// Buckets in host names.
public final class S3Addressing {
    private static final String LOCAL = ".localhost";

    private S3Addressing() {}

    /// The bucket in a virtual-hosted address, or null: `bucket.s3.…`, `bucket.s3-us-east-1.…`, or
    /// the form that clients make of a plain endpoint: `bucket.localhost`.
    ///
    /// @param host in lower case, without a port
    public static @Nullable String bucket(String host) {
        int s3 = Math.max(host.lastIndexOf(".s3."), host.lastIndexOf(".s3-"));
        if (s3 > 0) {
            return host.substring(0, s3);
        }
        if (host.endsWith(LOCAL) && !host.contains(".execute-api.") && !host.startsWith("s3.")) {
            return host.substring(0, host.length() - LOCAL.length());
        }
        return null;
    }
}
