package dev.virga.services.s3;

import dev.virga.kernel.Call;
import dev.virga.wire.AwsException;
import dev.virga.wire.Percent;
import dev.virga.wire.QueryString;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What requests that write or read an object have in common: members that are kept, members that
/// are refused, limits.
final class ObjectRequest {
    /// Members that are kept with the object and sent back.
    static final List<String> HEADERS = List.of(
            "CacheControl",
            "ContentDisposition",
            "ContentEncoding",
            "ContentLanguage",
            "ContentType",
            "Expires",
            "WebsiteRedirectLocation");

    private static final List<String> LATER = List.of(
            "ObjectLockMode",
            "ObjectLockRetainUntilDate",
            "ObjectLockLegalHoldStatus",
            "WriteOffsetBytes",
            "GrantFullControl",
            "GrantRead",
            "GrantReadACP",
            "GrantWriteACP");
    private static final Set<String> STORAGE_CLASSES =
            Set.of("STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "REDUCED_REDUNDANCY");
    private static final int MAX_METADATA_BYTES = 2048;
    private static final int MAX_TAGS = 10;

    private ObjectRequest() {}

    /// Refuses what cannot be honoured, and what is out of bounds.
    static void check(Struct input, Shape shape) {
        if (Structs.get(input, shape, "Key") instanceof String key) {
            if (key.getBytes(StandardCharsets.UTF_8).length > ObjectTable.MAX_KEY_BYTES) {
                throw S3Errors.keyTooLong();
            }
        }
        for (String member : LATER) {
            if (Structs.get(input, shape, member) != null) {
                throw S3Errors.notImplemented(shape.name() + " with " + member);
            }
        }
        Object acl = Structs.get(input, shape, "ACL");
        if (acl != null && !acl.equals("private") && !acl.equals("bucket-owner-full-control")) {
            throw new AwsException("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
        }
        checkVersion(Structs.get(input, shape, "VersionId"));
    }

    /// Buckets keep no versions yet; the one version of every object is called null.
    static void checkVersion(@Nullable Object versionId) {
        if (versionId != null && !versionId.equals("null")) {
            throw S3Errors.noSuchVersion();
        }
    }

    static void checkOwner(BucketRow bucket, @Nullable String expectedBucketOwner) {
        if (expectedBucketOwner != null && !expectedBucketOwner.equals(bucket.account())) {
            throw new AwsException("AccessDenied", 403, "Access Denied");
        }
    }

    static String storageClass(Struct input, Shape shape) {
        Object given = Structs.get(input, shape, "StorageClass");
        if (given == null) {
            return "STANDARD";
        }
        if (!STORAGE_CLASSES.contains(given.toString())) {
            throw S3Errors.notImplemented("storage class " + given);
        }
        return given.toString();
    }

    static Map<String, String> headers(Struct input, Shape shape) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String member : HEADERS) {
            Object value = Structs.get(input, shape, member);
            if (value != null) {
                headers.put(member, value.toString());
            }
        }
        String encoding = headers.get("ContentEncoding");
        if (encoding != null) {
            // It belonged to the way the body came, not to the object.
            String rest = encoding.replaceAll("(?i)\\s*aws-chunked\\s*,?", "").strip();
            if (rest.isEmpty()) {
                headers.remove("ContentEncoding");
            } else {
                headers.put("ContentEncoding", rest);
            }
        }
        return headers;
    }

    static Map<String, String> metadata(@Nullable Map<String, String> given) {
        if (given == null) {
            return Map.of();
        }
        int bytes = 0;
        for (Map.Entry<String, String> entry : given.entrySet()) {
            bytes += entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_METADATA_BYTES) {
            throw S3Errors.metadataTooLarge();
        }
        return given;
    }

    /// Tags as they come in a header: a form.
    static Map<String, String> tags(@Nullable String form) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (form != null) {
            for (QueryString.Parameter parameter : QueryString.parse(form, true).parameters()) {
                if (tags.put(parameter.name(), parameter.text()) != null) {
                    throw S3Errors.invalidTag("Cannot provide multiple Tags with the same key");
                }
            }
        }
        checkTags(tags, MAX_TAGS);
        return tags;
    }

    static void checkTags(Map<String, String> tags, int max) {
        if (tags.size() > max) {
            throw S3Errors.invalidTag("Object tags cannot be greater than " + max);
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > 128) {
                throw S3Errors.invalidTag("The TagKey you have provided is invalid");
            }
            if (value.length() > 256) {
                throw S3Errors.invalidTag("The TagValue you have provided is invalid");
            }
            if (key.startsWith("aws:")) {
                throw S3Errors.invalidTag("System tags cannot be added/updated by requester");
            }
        });
    }

    /// `bucket/key`, perhaps encoded, perhaps with a slash in front and `?versionId=` behind.
    record Source(String bucket, String key) {
        static Source parse(String copySource) {
            int question = copySource.indexOf("?versionId=");
            if (question >= 0) {
                checkVersion(copySource.substring(question + "?versionId=".length()));
            }
            String path = Percent.decode(question < 0 ? copySource : copySource.substring(0, question), false);
            String plain = path.startsWith("/") ? path.substring(1) : path;
            int slash = plain.indexOf('/');
            if (slash <= 0 || slash == plain.length() - 1) {
                throw S3Errors.invalidArgument("Invalid copy source object key");
            }
            return new Source(plain.substring(0, slash), plain.substring(slash + 1));
        }
    }

    static String ownerId(Call call) {
        return ownerId(call.account());
    }

    /// The canonical user id of an account: 64 hex digits, always the same.
    static String ownerId(String account) {
        return java.util.HexFormat.of()
                .formatHex(Checksums.messageDigest("SHA-256").digest(account.getBytes(StandardCharsets.UTF_8)));
    }
}
