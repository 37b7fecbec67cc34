package dev.virga.services.s3;

import dev.virga.api.s3.AbortMultipartUploadOutput;
import dev.virga.api.s3.AbortMultipartUploadRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Gives up an upload and its parts.
final class AbortMultipartUpload implements Operation<AbortMultipartUploadRequest, AbortMultipartUploadOutput> {
    private final BucketTable buckets;
    private final UploadTable uploads;
    private final S3Access access;

    AbortMultipartUpload(BucketTable buckets, UploadTable uploads, S3Access access) {
        this.buckets = buckets;
        this.uploads = uploads;
        this.access = access;
    }

    @Override
    public Op<AbortMultipartUploadRequest, AbortMultipartUploadOutput> op() {
        return S3Ops.AbortMultipartUpload;
    }

    @Override
    public List<Access> access(AbortMultipartUploadRequest input, Call call) {
        return access.object("s3:AbortMultipartUpload", input.bucket(), input.key());
    }

    @Override
    public AbortMultipartUploadOutput handle(AbortMultipartUploadRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        UploadTable.Open open = uploads.get(bucket, input.key(), input.uploadId());
        uploads.abort(bucket, open.upload());
        return AbortMultipartUploadOutput.builder().build();
    }
}
