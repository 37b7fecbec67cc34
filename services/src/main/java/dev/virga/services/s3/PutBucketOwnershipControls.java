package dev.virga.services.s3;

import dev.virga.api.s3.PutBucketOwnershipControlsRequest;
import dev.virga.api.s3.PutBucketOwnershipControlsResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Objects belong to the owner of the bucket, as they do anyway: there are no ACLs.
final class PutBucketOwnershipControls
        implements Operation<PutBucketOwnershipControlsRequest, PutBucketOwnershipControlsResponse> {
    private final BucketTable buckets;
    private final S3Access access;

    PutBucketOwnershipControls(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<PutBucketOwnershipControlsRequest, PutBucketOwnershipControlsResponse> op() {
        return S3Ops.PutBucketOwnershipControls;
    }

    @Override
    public List<Access> access(PutBucketOwnershipControlsRequest input, Call call) {
        return access.bucket("s3:PutBucketOwnershipControls", input.bucket());
    }

    @Override
    public PutBucketOwnershipControlsResponse handle(PutBucketOwnershipControlsRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        if (input.ownershipControls().rules().size() != 1) {
            throw S3Errors.malformedXml();
        }
        String ownership = input.ownershipControls().rules().getFirst().objectOwnership();
        if (!ownership.equals("BucketOwnerEnforced")) {
            throw S3Errors.notImplemented("ObjectOwnership " + ownership);
        }
        buckets.change(input.bucket(), row -> row.with(BucketRow.NO_OWNERSHIP_CONTROLS, null));
        return PutBucketOwnershipControlsResponse.builder().build();
    }
}
