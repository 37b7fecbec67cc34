package dev.virga.services.s3;

import dev.virga.api.s3.PutBucketPolicyRequest;
import dev.virga.api.s3.PutBucketPolicyResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.wire.Op;
import java.util.List;

/// Attaches a policy; it counts from the next request on.
final class PutBucketPolicy implements Operation<PutBucketPolicyRequest, PutBucketPolicyResponse> {
    private final BucketTable buckets;
    private final S3Access access;
    private final PolicyPrincipals principals;

    PutBucketPolicy(BucketTable buckets, S3Access access, PolicyPrincipals principals) {
        this.principals = principals;
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<PutBucketPolicyRequest, PutBucketPolicyResponse> op() {
        return S3Ops.PutBucketPolicy;
    }

    @Override
    public List<Access> access(PutBucketPolicyRequest input, Call call) {
        return access.bucket("s3:PutBucketPolicy", input.bucket());
    }

    @Override
    public PutBucketPolicyResponse handle(PutBucketPolicyRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        BucketPolicy.check(input.policy(), input.bucket());
        String kept = principals.keep(input.policy(), bucket.account(), BucketPolicy::invalidPrincipal);
        String isPublic = RestrictedPolicy.flag(input.policy());
        buckets.change(input.bucket(), row -> {
            PublicAccessBlock block = PublicAccessBlock.of(row);
            if (isPublic != null && block != null && block.blockPublicPolicy()) {
                throw S3Errors.publicPolicyBlocked(call, input.bucket());
            }
            return row.with(BucketRow.POLICY, kept).with(BucketRow.PUBLIC, isPublic);
        });
        return PutBucketPolicyResponse.builder().build();
    }
}
