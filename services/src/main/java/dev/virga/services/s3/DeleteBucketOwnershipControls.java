package dev.virga.services.s3;

import dev.virga.api.s3.DeleteBucketOwnershipControlsRequest;
import dev.virga.api.s3.DeleteBucketOwnershipControlsResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Takes the rule away. Objects still belong to the owner of the bucket: there are no ACLs.
final class DeleteBucketOwnershipControls
        implements Operation<DeleteBucketOwnershipControlsRequest, DeleteBucketOwnershipControlsResponse> {
    private final BucketTable buckets;
    private final S3Access access;

    DeleteBucketOwnershipControls(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<DeleteBucketOwnershipControlsRequest, DeleteBucketOwnershipControlsResponse> op() {
        return S3Ops.DeleteBucketOwnershipControls;
    }

    @Override
    public List<Access> access(DeleteBucketOwnershipControlsRequest input, Call call) {
        return access.bucket("s3:PutBucketOwnershipControls", input.bucket());
    }

    @Override
    public DeleteBucketOwnershipControlsResponse handle(DeleteBucketOwnershipControlsRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        buckets.change(input.bucket(), row -> row.with(BucketRow.NO_OWNERSHIP_CONTROLS, "1"));
        return DeleteBucketOwnershipControlsResponse.builder().build();
    }
}
