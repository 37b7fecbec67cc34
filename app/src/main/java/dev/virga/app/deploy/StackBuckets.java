package dev.virga.app.deploy;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.ListStackResourcesInput;
import dev.virga.api.cloudformation.ListStackResourcesOutput;
import dev.virga.api.cloudformation.StackResourceSummary;
import dev.virga.api.s3.DeleteObjectRequest;
import dev.virga.api.s3.ListObjectsV2Output;
import dev.virga.api.s3.ListObjectsV2Request;
import dev.virga.api.s3.S3Object;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;

/// CloudFormation does not delete a bucket that holds objects. Whoever removes an application from
/// the command line means its data too, as with its tables; so the buckets whose deletion failed,
/// and only those (a retained one is not among them), are emptied for a second try.
record StackBuckets(Cloud cloud, Caller caller, String region) {
    /// Whether there was one to empty.
    boolean empty(String stack, Progress progress) {
        boolean any = false;
        String next = null;
        do {
            ListStackResourcesOutput page = cloud.call(
                    caller,
                    region,
                    CloudformationOps.ListStackResources,
                    ListStackResourcesInput.builder()
                            .stackName(stack)
                            .nextToken(next)
                            .build());
            for (StackResourceSummary resource : page.stackResourceSummaries()) {
                if ("AWS::S3::Bucket".equals(resource.resourceType())
                        && "DELETE_FAILED".equals(resource.resourceStatus())) {
                    int objects = empty(resource.physicalResourceId());
                    progress.line("  emptied " + resource.logicalResourceId() + " (" + objects + " objects)");
                    any |= objects > 0;
                }
            }
            next = page.nextToken();
        } while (next != null);
        return any;
    }

    private int empty(String bucket) {
        int deleted = 0;
        ListObjectsV2Request first =
                ListObjectsV2Request.builder().bucket(bucket).build();
        while (true) {
            ListObjectsV2Output page = cloud.call(caller, region, S3Ops.ListObjectsV2, first);
            if (page.contents() == null || page.contents().isEmpty()) {
                return deleted;
            }
            for (S3Object object : page.contents()) {
                cloud.call(
                        caller,
                        region,
                        S3Ops.DeleteObject,
                        DeleteObjectRequest.builder()
                                .bucket(bucket)
                                .key(object.key())
                                .build());
                deleted++;
            }
        }
    }
}
