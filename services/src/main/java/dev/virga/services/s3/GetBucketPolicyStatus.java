package dev.virga.services.s3;

import dev.virga.api.s3.GetBucketPolicyStatusOutput;
import dev.virga.api.s3.GetBucketPolicyStatusRequest;
import dev.virga.api.s3.PolicyStatus;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.policy.PublicPolicy;
import dev.virga.wire.Op;
import java.util.List;

/// Tells whether the policy lets everybody in.
final class GetBucketPolicyStatus implements Operation<GetBucketPolicyStatusRequest, GetBucketPolicyStatusOutput> {
    private final BucketTable buckets;
    private final S3Access access;

    GetBucketPolicyStatus(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<GetBucketPolicyStatusRequest, GetBucketPolicyStatusOutput> op() {
        return S3Ops.GetBucketPolicyStatus;
    }

    @Override
    public List<Access> access(GetBucketPolicyStatusRequest input, Call call) {
        return access.bucket("s3:GetBucketPolicyStatus", input.bucket());
    }

    @Override
    public GetBucketPolicyStatusOutput handle(GetBucketPolicyStatusRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        String policy = bucket.policy();
        if (policy == null) {
            throw S3Errors.missing("NoSuchBucketPolicy", "The bucket policy does not exist");
        }
        return GetBucketPolicyStatusOutput.builder()
                .policyStatus(PolicyStatus.builder()
                        .isPublic(PublicPolicy.isPublic(policy))
                        .build())
                .build();
    }
}
