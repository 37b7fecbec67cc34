package dev.virga.services.s3;

import dev.virga.api.s3.ListPartsOutput;
import dev.virga.api.s3.ListPartsRequest;
import dev.virga.api.s3.Owner;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Shape;
import java.util.List;
import java.util.Objects;

/// Lists the parts of an upload.
final class ListParts implements Operation<ListPartsRequest, ListPartsOutput> {
    private static final Shape PART = partShape();

    private final BucketTable buckets;
    private final UploadTable uploads;
    private final S3Access access;

    ListParts(BucketTable buckets, UploadTable uploads, S3Access access) {
        this.buckets = buckets;
        this.uploads = uploads;
        this.access = access;
    }

    @Override
    public Op<ListPartsRequest, ListPartsOutput> op() {
        return S3Ops.ListParts;
    }

    @Override
    public List<Access> access(ListPartsRequest input, Call call) {
        return access.object("s3:ListMultipartUploadParts", input.bucket(), input.key());
    }

    @Override
    public ListPartsOutput handle(ListPartsRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        UploadTable.Row upload =
                uploads.get(bucket, input.key(), input.uploadId()).upload();
        int max = input.maxParts() == null ? Listing.MAX_KEYS : Math.min(input.maxParts(), Listing.MAX_KEYS);
        int marker = input.partNumberMarker() == null ? 0 : input.partNumberMarker();
        List<UploadTable.Part> found = uploads.parts(bucket, input.uploadId(), marker, max + 1);
        boolean more = found.size() > max;
        List<UploadTable.Part> page = more ? found.subList(0, max) : found;
        return ListPartsOutput.builder()
                .bucket(input.bucket())
                .key(input.key())
                .uploadId(input.uploadId())
                .partNumberMarker(marker)
                .nextPartNumberMarker(page.isEmpty() ? 0 : page.getLast().number())
                .maxParts(max)
                .isTruncated(more)
                .parts(page.stream().map(part -> Parts.shown(part, PART)).toList())
                .owner(Owner.builder()
                        .id(ObjectRequest.ownerId(bucket.account()))
                        .build())
                .storageClass(upload.template().storageClass())
                .checksumAlgorithm(upload.template().checksums().get("ChecksumAlgorithm"))
                .checksumType(upload.template().checksums().get(Checksums.TYPE))
                .build();
    }

    private static Shape partShape() {
        return Objects.requireNonNull(S3Ops.ListParts.output().member("Parts"))
                .target()
                .element()
                .target();
    }
}
