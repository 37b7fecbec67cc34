package dev.virga.services.s3;

import java.util.regex.Pattern;

/// The rules for names of buckets (docs: AmazonS3/latest/userguide/bucketnamingrules.html).
final class BucketName {
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern IP_ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    private BucketName() {}

    static void check(String name) {
        boolean valid = VALID.matcher(name).matches()
                && !IP_ADDRESS.matcher(name).matches()
                && !name.contains("..")
                && !name.startsWith("xn--")
                && !name.startsWith("sthree-")
                && !name.endsWith("-s3alias")
                && !name.endsWith("--ol-s3");
        if (!valid) {
            throw S3Errors.invalidBucketName();
        }
    }
}
