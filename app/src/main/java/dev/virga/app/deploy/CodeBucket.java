package dev.virga.app.deploy;

import dev.virga.api.s3.BucketAlreadyOwnedByYou;
import dev.virga.api.s3.CreateBucketConfiguration;
import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.HeadObjectRequest;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where deployments put code and large templates: one bucket an account and region, objects named by their content.
record CodeBucket(Cloud cloud, Caller caller, String region) {
    /// @param suffix of the object's name, e.g. `.zip`
    TemplateCode.Uploaded upload(Path file, String suffix) throws IOException {
        String bucket = "virga-deploy-" + caller.account() + "-" + region;
        String key = CodeArchive.sha256(file) + suffix;
        if (!has(bucket, key)) {
            make(bucket);
            try (InputStream in = Files.newInputStream(file)) {
                long length = Files.size(file);
                cloud.call(
                        caller,
                        region,
                        S3Ops.PutObject,
                        PutObjectRequest.builder()
                                .bucket(bucket)
                                .key(key)
                                .contentLength(length)
                                .body(new Body(in, length))
                                .build());
            }
        }
        return new TemplateCode.Uploaded(bucket, key);
    }

    private boolean has(String bucket, String key) {
        try {
            cloud.call(
                    caller,
                    region,
                    S3Ops.HeadObject,
                    HeadObjectRequest.builder().bucket(bucket).key(key).build());
            return true;
        } catch (AwsException e) {
            if (e.status() == 404) {
                return false;
            }
            throw e;
        }
    }

    private void make(String bucket) {
        CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(bucket);
        if (!region.equals("us-east-1")) {
            request.createBucketConfiguration(CreateBucketConfiguration.builder()
                    .locationConstraint(region)
                    .build());
        }
        try {
            cloud.call(caller, region, S3Ops.CreateBucket, request.build());
        } catch (BucketAlreadyOwnedByYou e) {
            // It was made for an earlier deployment.
        }
    }
}
