package dev.virga.services.s3;

import dev.virga.api.s3.Checksum;
import dev.virga.api.s3.GetObjectAttributesOutput;
import dev.virga.api.s3.GetObjectAttributesParts;
import dev.virga.api.s3.GetObjectAttributesRequest;
import dev.virga.api.s3.ObjectPart;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Shape;
import dev.virga.wire.Structs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells what is asked for about an object: its size, class, checksums, parts.
final class GetObjectAttributes implements Operation<GetObjectAttributesRequest, GetObjectAttributesOutput> {
    private static final Set<String> KNOWN = Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");
    private static final Shape CHECKSUM = Objects.requireNonNull(
                    S3Ops.GetObjectAttributes.output().member("Checksum"))
            .target();
    private static final Shape PART = Objects.requireNonNull(
                    Objects.requireNonNull(S3Ops.GetObjectAttributes.output().member("ObjectParts"))
                            .target()
                            .member("Parts"))
            .target()
            .element()
            .target();

    private final BucketTable buckets;
    private final ObjectTable objects;
    private final ServerSideEncryption encryption;
    private final S3Access access;

    GetObjectAttributes(BucketTable buckets, ObjectTable objects, ServerSideEncryption encryption, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.encryption = encryption;
        this.access = access;
    }

    @Override
    public Op<GetObjectAttributesRequest, GetObjectAttributesOutput> op() {
        return S3Ops.GetObjectAttributes;
    }

    @Override
    public List<Access> access(GetObjectAttributesRequest input, Call call) {
        return List.of(
                access.access("s3:GetObject", input.bucket(), "/" + input.key()),
                access.access("s3:GetObjectAttributes", input.bucket(), "/" + input.key()));
    }

    @Override
    public GetObjectAttributesOutput handle(GetObjectAttributesRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.check(input, op().input());
        Set<String> wanted = new HashSet<>(input.objectAttributes());
        if (wanted.isEmpty() || !KNOWN.containsAll(wanted)) {
            throw S3Errors.invalidArgument("Invalid attribute name specified.");
        }
        ObjectRow object = objects.get(bucket, input.key()).object();
        if (needsKey(object, wanted)) {
            encryption.open(call, bucket, input.key(), object, input, op().input());
        } else {
            encryption.check(call, object, input, op().input());
        }
        GetObjectAttributesOutput.Builder output =
                GetObjectAttributesOutput.builder().lastModified(object.modified());
        if (wanted.contains("ETag")) {
            output.eTag(object.etag());
        }
        if (wanted.contains("Checksum") && !object.checksums().isEmpty()) {
            output.checksum(Structs.with(Checksum.builder().build(), CHECKSUM, object.checksums()));
        }
        if (wanted.contains("ObjectParts") && !object.partSizes().isEmpty()) {
            output.objectParts(parts(object, input.maxParts(), input.partNumberMarker()));
        }
        if (wanted.contains("StorageClass")) {
            output.storageClass(object.storageClass());
        }
        if (wanted.contains("ObjectSize")) {
            output.objectSize(object.size());
        }
        return output.build();
    }

    /// Checksums tell of the content, so that under a key of KMS they are for those who may use it.
    private static boolean needsKey(ObjectRow object, Set<String> wanted) {
        Encryption how = object.encryption();
        boolean checksums = wanted.contains("Checksum") || wanted.contains("ObjectParts");
        return how != null && (how.method() == Method.CUSTOMER || (how.method() == Method.KMS && checksums));
    }

    /// The parts themselves are shown when each has a checksum that the client chose, as in S3.
    private static GetObjectAttributesParts parts(
            ObjectRow object, @Nullable Integer maxParts, @Nullable Integer after) {
        List<Map<String, String>> checksums = MultipartChecksum.ofParts(object);
        int count = object.partSizes().size();
        GetObjectAttributesParts.Builder parts =
                GetObjectAttributesParts.builder().totalPartsCount(count);
        if (checksums.isEmpty()) {
            return parts.build();
        }
        int max = maxParts == null ? Listing.MAX_KEYS : Math.min(maxParts, Listing.MAX_KEYS);
        int marker = after == null ? 0 : after;
        if (max < 0 || marker < 0) {
            throw S3Errors.invalidArgument(
                    "Argument max-parts and part-number-marker must be an integer between 0 and" + " 2147483647");
        }
        List<ObjectPart> page = new ArrayList<>();
        for (int i = marker; i < count && page.size() < max; i++) {
            ObjectPart part = ObjectPart.builder()
                    .partNumber(i + 1)
                    .size(object.partSizes().get(i))
                    .build();
            page.add(Structs.with(part, PART, checksums.get(i)));
        }
        int last = marker + page.size();
        return parts.partNumberMarker(marker)
                .maxParts(max)
                .nextPartNumberMarker(last)
                .isTruncated(last < count)
                .parts(page)
                .build();
    }
}
