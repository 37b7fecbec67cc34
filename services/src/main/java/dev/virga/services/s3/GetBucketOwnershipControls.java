package dev.virga.services.s3;

import dev.virga.api.s3.GetBucketOwnershipControlsOutput;
import dev.virga.api.s3.GetBucketOwnershipControlsRequest;
import dev.virga.api.s3.OwnershipControls;
import dev.virga.api.s3.OwnershipControlsRule;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows whose the objects are.
final class GetBucketOwnershipControls
        implements Operation<GetBucketOwnershipControlsRequest, GetBucketOwnershipControlsOutput> {
    private final BucketTable buckets;
    private final S3Access access;

    GetBucketOwnershipControls(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<GetBucketOwnershipControlsRequest, GetBucketOwnershipControlsOutput> op() {
        return S3Ops.GetBucketOwnershipControls;
    }

    @Override
    public List<Access> access(GetBucketOwnershipControlsRequest input, Call call) {
        return access.bucket("s3:GetBucketOwnershipControls", input.bucket());
    }

    @Override
    public GetBucketOwnershipControlsOutput handle(GetBucketOwnershipControlsRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        if (bucket.settings().containsKey(BucketRow.NO_OWNERSHIP_CONTROLS)) {
            throw S3Errors.missing("OwnershipControlsNotFoundError", "The bucket ownership controls were not found");
        }
        OwnershipControlsRule rule = OwnershipControlsRule.builder()
                .objectOwnership("BucketOwnerEnforced")
                .build();
        return GetBucketOwnershipControlsOutput.builder()
                .ownershipControls(
                        OwnershipControls.builder().rules(List.of(rule)).build())
                .build();
    }
}
