package dev.virga.services.s3;

import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.PutObjectTaggingRequest;
import dev.virga.api.s3.Tag;
import dev.virga.kernel.Call;
import dev.virga.kernel.Client;
import dev.virga.wire.AwsException;
import dev.virga.wire.Location;
import dev.virga.wire.Member;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The condition keys of S3 that are the same for every operation: how a request is signed, what
/// its `x-amz-` headers say, the tags that it brings.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
final class S3Conditions {
    private S3Conditions() {}

    static Map<String, List<String>> of(Op<?, ?> op, Struct input, Call call) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        ofClient(call, keys);
        for (Member member : op.input().members()) {
            Object value = input.at(member.index());
            if (value != null) {
                ofMember(member, value, keys);
            }
        }
        Map<String, String> tags = requestTags(op, input);
        if (!tags.isEmpty()) {
            tags.forEach((key, value) -> keys.put("s3:RequestObjectTag/" + key, List.of(value)));
            keys.put("s3:RequestObjectTagKeys", List.copyOf(tags.keySet()));
        }
        if (input instanceof CreateBucketRequest create && create.createBucketConfiguration() != null) {
            put(
                    keys,
                    "s3:locationconstraint",
                    create.createBucketConfiguration().locationConstraint());
        }
        return keys;
    }

    private static void ofClient(Call call, Map<String, List<String>> keys) {
        Client client = call.client();
        if (client == null) {
            return;
        }
        put(keys, "s3:TlsVersion", client.tls());
        Client.Signature signature = client.signature();
        if (signature == null) {
            return;
        }
        put(keys, "s3:signatureversion", signature.version());
        put(keys, "s3:x-amz-content-sha256", signature.content());
        put(
                keys,
                "s3:authType",
                switch (signature.way()) {
                    case HEADER -> "REST-HEADER";
                    case QUERY -> "REST-QUERY-STRING";
                    case FORM -> "POST";
                });
        if (signature.way() == Client.Way.QUERY && signature.signedAt() != null) {
            Duration age = Duration.between(signature.signedAt(), call.time());
            put(keys, "s3:signatureAge", Long.toString(Math.max(0, age.toMillis())));
        }
    }

    /// A header is a key by its own name, e.g. `s3:x-amz-storage-class`.
    private static void ofMember(Member member, Object value, Map<String, List<String>> keys) {
        // Secrets are nobody's condition: the key of SSE-C.
        if (member.sensitive() || member.target().sensitive()) {
            return;
        }
        if (member.location() == Location.HEADER) {
            String name = member.locationName().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-amz-") || name.startsWith("if-")) {
                put(keys, "s3:" + name, String.valueOf(value));
            }
        } else if (member.name().equals("VersionId")) {
            put(keys, "s3:versionid", String.valueOf(value));
        }
    }

    private static Map<String, String> requestTags(Op<?, ?> op, Struct input) {
        try {
            if (input instanceof PutObjectTaggingRequest put && put.tagging() != null) {
                Map<String, String> tags = new LinkedHashMap<>();
                List<Tag> given = put.tagging().tagSet();
                for (Tag tag : given == null ? List.<Tag>of() : given) {
                    tags.put(tag.key(), tag.value());
                }
                return tags;
            }
            return Structs.get(input, op.input(), "Tagging") instanceof String form
                    ? ObjectRequest.tags(form)
                    : Map.of();
        } catch (AwsException e) {
            // The operation itself will say what is wrong with them.
            return Map.of();
        }
    }

    private static void put(Map<String, List<String>> keys, String name, @Nullable String value) {
        if (value != null) {
            keys.put(name, List.of(value));
        }
    }
}
