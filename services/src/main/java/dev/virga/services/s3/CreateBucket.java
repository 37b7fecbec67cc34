package dev.virga.services.s3;

import dev.virga.api.s3.CreateBucketConfiguration;
import dev.virga.api.s3.CreateBucketOutput;
import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Makes a bucket in the region that the client talks to.
final class CreateBucket implements Operation<CreateBucketRequest, CreateBucketOutput> {
    private final BucketTable buckets;

    CreateBucket(BucketTable buckets) {
        this.buckets = buckets;
    }

    @Override
    public Op<CreateBucketRequest, CreateBucketOutput> op() {
        return S3Ops.CreateBucket;
    }

    @Override
    public List<Access> access(CreateBucketRequest input, Call call) {
        // Of a bucket that is to be: who has the name already is told below.
        return List.of(Access.to("s3:CreateBucket", "arn:aws:s3:::" + input.bucket()));
    }

    @Override
    public CreateBucketOutput handle(CreateBucketRequest input, Call call) {
        BucketName.check(input.bucket());
        if (Boolean.TRUE.equals(input.objectLockEnabledForBucket())) {
            throw S3Errors.notImplemented("object lock");
        }
        if (input.objectOwnership() != null && !input.objectOwnership().equals("BucketOwnerEnforced")) {
            throw S3Errors.notImplemented("objectOwnership " + input.objectOwnership());
        }
        ObjectRequest.check(input, op().input());
        CreateBucketConfiguration configuration = input.createBucketConfiguration();
        String region = configuration == null || configuration.locationConstraint() == null
                ? call.region()
                : configuration.locationConstraint();
        if (!region.equals(call.region()) && !call.region().equals("us-east-1")) {
            throw new AwsException(
                    "IllegalLocationConstraintException",
                    400,
                    "The " + region + " location constraint is incompatible for the region specific endpoint this"
                            + " request was sent to.");
        }
        Map<String, String> settings = Map.of(BucketRow.PUBLIC_ACCESS_BLOCK, PublicAccessBlock.OF_NEW_BUCKETS.write());
        BucketRow bucket = new BucketRow(input.bucket(), call.account(), region, call.time(), settings, 0);
        if (!buckets.create(bucket)) {
            BucketRow there = buckets.get(input.bucket());
            if (!there.account().equals(call.account())) {
                throw S3Errors.bucketExists();
            }
            // us-east-1 answers a repeated request with success, for old clients.
            if (!region.equals("us-east-1") || !there.region().equals(region)) {
                throw S3Errors.bucketOwnedByYou();
            }
        }
        return CreateBucketOutput.builder().location("/" + input.bucket()).build();
    }
}
