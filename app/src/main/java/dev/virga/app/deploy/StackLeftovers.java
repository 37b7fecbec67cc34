package dev.virga.app.deploy;

import dev.virga.api.cloudformation.StackResourceSummary;
import dev.virga.api.iam.DeleteRolePolicyRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.NoSuchEntityException;
import dev.virga.api.s3.DeleteObjectRequest;
import dev.virga.api.s3.ListObjectsV2Output;
import dev.virga.api.s3.ListObjectsV2Request;
import dev.virga.api.s3.S3Object;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.audit.LeastPolicy;

/// CloudFormation does not delete a bucket that holds objects, nor a role with a policy that it did
/// not make. Whoever removes an application from the command line means its data too, as with its
/// tables, and what `virga iam tighten` wrote; so the resources whose deletion failed, and only
/// those (a retained one is not among them), are cleared for a second try.
record StackLeftovers(Cloud cloud, Caller caller, String region) {
    /// Whether there was something to clear.
    boolean clear(String stack, Progress progress) {
        boolean any = false;
        for (StackResourceSummary resource : new StackResources(cloud, caller, region).of(stack)) {
            if ("DELETE_FAILED".equals(resource.resourceStatus())) {
                any |= clear(resource, progress);
            }
        }
        return any;
    }

    private boolean clear(StackResourceSummary resource, Progress progress) {
        return switch (resource.resourceType()) {
            case "AWS::S3::Bucket" -> {
                int objects = empty(resource.physicalResourceId());
                progress.line("  emptied " + resource.logicalResourceId() + " (" + objects + " objects)");
                yield objects > 0;
            }
            case "AWS::IAM::Role" -> loosen(resource.physicalResourceId());
            default -> false;
        };
    }

    /// Takes away the policy that `virga iam tighten` gave the role.
    private boolean loosen(String role) {
        try {
            cloud.call(
                    caller,
                    region,
                    IamOps.DeleteRolePolicy,
                    DeleteRolePolicyRequest.builder()
                            .roleName(role)
                            .policyName(LeastPolicy.NAME)
                            .build());
            return true;
        } catch (NoSuchEntityException e) {
            return false;
        }
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
