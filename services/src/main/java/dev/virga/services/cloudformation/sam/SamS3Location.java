package dev.virga.services.cloudformation.sam;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where code, layers and definitions lie: `s3://bucket/key?versionId=…`, or an object of parts.
final class SamS3Location {
    private static final Pattern URI = Pattern.compile("s3://([^/?]+)/([^?]+)(?:\\?versionId=([^&]*))?");

    private SamS3Location() {}

    /// S3Bucket, S3Key and S3ObjectVersion, as Lambda's Code and Content have them.
    static Map<String, @Nullable Object> of(SamResource source, String property, @Nullable Object uri) {
        Map<String, @Nullable Object> parts = Tree.object(uri);
        if (parts != null) {
            if (parts.get("Bucket") == null || parts.get("Key") == null) {
                throw source.invalid("'" + property + "' requires Bucket and Key properties to be specified.");
            }
            return Tree.map(
                    "S3Bucket",
                    parts.get("Bucket"),
                    "S3Key",
                    parts.get("Key"),
                    "S3ObjectVersion",
                    parts.get("Version"));
        }
        if (!(uri instanceof String text)) {
            throw source.invalid("'" + property + "' must be of type dict or string.");
        }
        if (text.contains("{{resolve:")) {
            throw source.invalid("Unsupported dynamic reference detected in '" + property
                    + "'. Please consider using alternative 'FunctionCode' object format.");
        }
        Matcher matcher = URI.matcher(text);
        if (!matcher.matches()) {
            throw source.invalid("'" + property + "' is not a valid S3 Uri of the form 's3://bucket/key' with"
                    + " optional versionId query parameter.");
        }
        String version = matcher.group(3);
        return Tree.map(
                "S3Bucket", matcher.group(1),
                "S3Key", matcher.group(2),
                "S3ObjectVersion", version == null ? null : URLDecoder.decode(version, StandardCharsets.UTF_8));
    }
}
