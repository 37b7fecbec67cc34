package dev.virga.services.cloudformation;

import dev.virga.api.s3.DeleteBucketPolicyRequest;
import dev.virga.api.s3.PutBucketPolicyRequest;
import dev.virga.api.s3.S3Ops;

/// `AWS::S3::BucketPolicy`.
final class BucketPolicyResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("Bucket*! PolicyDocument*");

    @Override
    public String name() {
        return "AWS::S3::BucketPolicy";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        put(deed, properties);
        return Made.of(properties.required("Bucket"), properties);
    }

    private static void put(Deed deed, Properties properties) {
        deed.call(
                S3Ops.PutBucketPolicy,
                PutBucketPolicyRequest.builder()
                        .bucket(properties.required("Bucket"))
                        .policy(properties.json("PolicyDocument"))
                        .build());
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        put(deed, properties);
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        deed.callUnlessGone(
                S3Ops.DeleteBucketPolicy,
                DeleteBucketPolicyRequest.builder().bucket(made.physicalId()).build());
    }
}
