package dev.virga.services.s3;

import dev.virga.api.s3.GetBucketPolicyOutput;
import dev.virga.api.s3.GetBucketPolicyRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the policy.
final class GetBucketPolicy implements Operation<GetBucketPolicyRequest, GetBucketPolicyOutput> {
    private final BucketTable buckets;
    private final S3Access access;
    private final PolicyPrincipals principals;

    GetBucketPolicy(BucketTable buckets, S3Access access, PolicyPrincipals principals) {
        this.principals = principals;
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<GetBucketPolicyRequest, GetBucketPolicyOutput> op() {
        return S3Ops.GetBucketPolicy;
    }

    @Override
    public List<Access> access(GetBucketPolicyRequest input, Call call) {
        return access.bucket("s3:GetBucketPolicy", input.bucket());
    }

    @Override
    public GetBucketPolicyOutput handle(GetBucketPolicyRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        String policy = bucket.policy();
        if (policy == null) {
            throw S3Errors.missing("NoSuchBucketPolicy", "The bucket policy does not exist");
        }
        return GetBucketPolicyOutput.builder().policy(principals.shown(policy)).build();
    }
}
