package dev.virga.services.s3;

import dev.virga.api.s3.ListMultipartUploadsOutput;
import dev.virga.api.s3.ListMultipartUploadsRequest;
import dev.virga.api.s3.MultipartUpload;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists uploads that are not complete.
final class ListMultipartUploads implements Operation<ListMultipartUploadsRequest, ListMultipartUploadsOutput> {
    private final BucketTable buckets;
    private final UploadTable uploads;
    private final S3Access access;

    ListMultipartUploads(BucketTable buckets, UploadTable uploads, S3Access access) {
        this.buckets = buckets;
        this.uploads = uploads;
        this.access = access;
    }

    @Override
    public Op<ListMultipartUploadsRequest, ListMultipartUploadsOutput> op() {
        return S3Ops.ListMultipartUploads;
    }

    @Override
    public List<Access> access(ListMultipartUploadsRequest input, Call call) {
        return access.bucket("s3:ListBucketMultipartUploads", input.bucket());
    }

    @Override
    public ListMultipartUploadsOutput handle(ListMultipartUploadsRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        if (input.delimiter() != null) {
            throw S3Errors.notImplemented("ListMultipartUploads with delimiter");
        }
        int max = input.maxUploads() == null ? Listing.MAX_KEYS : Math.min(input.maxUploads(), Listing.MAX_KEYS);
        String prefix = input.prefix() == null ? "" : input.prefix();
        List<UploadTable.Row> found = uploads.list(bucket, prefix, input.keyMarker(), input.uploadIdMarker(), max + 1);
        boolean more = found.size() > max;
        List<UploadTable.Row> page = more ? found.subList(0, max) : found;
        Listing.Names names = Listing.Names.as(input.encodingType());
        return ListMultipartUploadsOutput.builder()
                .bucket(input.bucket())
                .prefix(names.of(prefix))
                .keyMarker(names.ofOptional(input.keyMarker()))
                .uploadIdMarker(input.uploadIdMarker())
                .maxUploads(max)
                .encodingType(input.encodingType())
                .isTruncated(more)
                .nextKeyMarker(more ? names.of(page.getLast().key()) : null)
                .nextUploadIdMarker(more ? page.getLast().uploadId() : null)
                .uploads(page.stream()
                        .map(u -> MultipartUpload.builder()
                                .key(names.of(u.key()))
                                .uploadId(u.uploadId())
                                .initiated(u.template().modified())
                                .storageClass(u.template().storageClass())
                                .checksumAlgorithm(u.template().checksums().get("ChecksumAlgorithm"))
                                .checksumType(u.template().checksums().get(Checksums.TYPE))
                                .build())
                        .toList())
                .build();
    }
}
