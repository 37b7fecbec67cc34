package dev.virga.services.s3;

import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What GetObject and HeadObject tell about an object.
final class ObjectView {
    private static final List<String> OVERRIDABLE = List.of(
            "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires");

    private ObjectView() {}

    /// The bytes that the client asks for by a range or by a part's number; null for all.
    static @Nullable ByteRange range(ObjectRow object, @Nullable String range, @Nullable Integer partNumber) {
        if (partNumber == null) {
            return ByteRange.parse(range, object.size());
        }
        if (range != null) {
            throw S3Errors.invalidRequest("Cannot specify both Range header and partNumber query parameter");
        }
        List<Long> sizes = object.partSizes().isEmpty() ? List.of(object.size()) : object.partSizes();
        if (partNumber < 1 || partNumber > sizes.size()) {
            throw S3Errors.invalidRange();
        }
        long first = 0;
        for (int i = 1; i < partNumber; i++) {
            first += sizes.get(i - 1);
        }
        long size = sizes.get(partNumber - 1);
        return size == 0 ? null : new ByteRange(first, first + size - 1);
    }

    /// By the names of the model's members.
    static Map<String, Object> members(ObjectRow object, @Nullable ByteRange range, Struct input, Shape inputShape) {
        Map<String, Object> members = new HashMap<>(object.headers());
        for (String name : OVERRIDABLE) {
            Object override = Structs.get(input, inputShape, "Response" + name);
            if (override != null) {
                members.put(name, override.toString());
            }
        }
        if (object.encryption() != null) {
            members.putAll(object.encryption().members(input, inputShape));
        }
        members.put("AcceptRanges", "bytes");
        members.put("LastModified", object.modified());
        members.put("ContentLength", range == null ? object.size() : range.length());
        members.put("ETag", object.quotedEtag());
        if (range != null) {
            members.put("ContentRange", "bytes " + range.first() + "-" + range.last() + "/" + object.size());
        }
        if (!object.metadata().isEmpty()) {
            members.put("Metadata", object.metadata());
        }
        if (!object.storageClass().equals("STANDARD")) {
            members.put("StorageClass", object.storageClass());
        }
        if (!object.tags().isEmpty()) {
            members.put("TagCount", object.tags().size());
        }
        if (!object.partSizes().isEmpty() && Structs.get(input, inputShape, "PartNumber") != null) {
            members.put("PartsCount", object.partSizes().size());
        }
        if ("ENABLED".equals(Structs.get(input, inputShape, "ChecksumMode"))) {
            members.putAll(MultipartChecksum.shown(object, range, Structs.get(input, inputShape, "PartNumber")));
        }
        return members;
    }
}
