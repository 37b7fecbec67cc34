package dev.virga.services.s3;

import dev.virga.api.s3.DeleteBucketEncryptionRequest;
import dev.virga.api.s3.DeleteBucketEncryptionResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Back to the keys of the installation.
final class DeleteBucketEncryption implements Operation<DeleteBucketEncryptionRequest, DeleteBucketEncryptionResponse> {
    private final BucketTable buckets;
    private final S3Access access;

    DeleteBucketEncryption(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<DeleteBucketEncryptionRequest, DeleteBucketEncryptionResponse> op() {
        return S3Ops.DeleteBucketEncryption;
    }

    @Override
    public List<Access> access(DeleteBucketEncryptionRequest input, Call call) {
        return access.bucket("s3:PutEncryptionConfiguration", input.bucket());
    }

    @Override
    public DeleteBucketEncryptionResponse handle(DeleteBucketEncryptionRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        buckets.change(input.bucket(), row -> row.with(BucketRow.ENCRYPTION, null));
        return DeleteBucketEncryptionResponse.builder().build();
    }
}
