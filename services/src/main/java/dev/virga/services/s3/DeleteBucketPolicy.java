package dev.virga.services.s3;

import dev.virga.api.s3.DeleteBucketPolicyRequest;
import dev.virga.api.s3.DeleteBucketPolicyResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Detaches the policy.
final class DeleteBucketPolicy implements Operation<DeleteBucketPolicyRequest, DeleteBucketPolicyResponse> {
    private final BucketTable buckets;
    private final S3Access access;

    DeleteBucketPolicy(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<DeleteBucketPolicyRequest, DeleteBucketPolicyResponse> op() {
        return S3Ops.DeleteBucketPolicy;
    }

    @Override
    public List<Access> access(DeleteBucketPolicyRequest input, Call call) {
        return access.bucket("s3:DeleteBucketPolicy", input.bucket());
    }

    @Override
    public DeleteBucketPolicyResponse handle(DeleteBucketPolicyRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        buckets.change(input.bucket(), row -> row.with(BucketRow.POLICY, null).with(BucketRow.PUBLIC, null));
        return DeleteBucketPolicyResponse.builder().build();
    }
}
