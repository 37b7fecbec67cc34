package dev.virga.services.s3;

import dev.virga.api.s3.GetBucketAclOutput;
import dev.virga.api.s3.GetBucketAclRequest;
import dev.virga.api.s3.Owner;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Buckets have no access control lists: the owner has full control.
final class GetBucketAcl implements Operation<GetBucketAclRequest, GetBucketAclOutput> {
    private final BucketTable buckets;
    private final S3Access access;

    GetBucketAcl(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<GetBucketAclRequest, GetBucketAclOutput> op() {
        return S3Ops.GetBucketAcl;
    }

    @Override
    public List<Access> access(GetBucketAclRequest input, Call call) {
        return access.bucket("s3:GetBucketAcl", input.bucket());
    }

    @Override
    public GetBucketAclOutput handle(GetBucketAclRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        return GetBucketAclOutput.builder()
                .owner(Owner.builder()
                        .id(ObjectRequest.ownerId(bucket.account()))
                        .build())
                .grants(List.of(Grants.fullControl(bucket.account())))
                .build();
    }
}
