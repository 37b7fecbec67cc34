package dev.virga.services.s3;

import dev.virga.api.s3.GetObjectAclOutput;
import dev.virga.api.s3.GetObjectAclRequest;
import dev.virga.api.s3.Owner;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Objects have no access control lists: the owner has full control.
final class GetObjectAcl implements Operation<GetObjectAclRequest, GetObjectAclOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final S3Access access;

    GetObjectAcl(BucketTable buckets, ObjectTable objects, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.access = access;
    }

    @Override
    public Op<GetObjectAclRequest, GetObjectAclOutput> op() {
        return S3Ops.GetObjectAcl;
    }

    @Override
    public List<Access> access(GetObjectAclRequest input, Call call) {
        return access.object("s3:GetObjectAcl", input.bucket(), input.key());
    }

    @Override
    public GetObjectAclOutput handle(GetObjectAclRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.checkVersion(input.versionId());
        objects.get(bucket, input.key());
        return GetObjectAclOutput.builder()
                .owner(Owner.builder()
                        .id(ObjectRequest.ownerId(bucket.account()))
                        .build())
                .grants(List.of(Grants.fullControl(bucket.account())))
                .build();
    }
}
