package dev.virga.services.s3;

import dev.virga.api.s3.DeleteObjectsOutput;
import dev.virga.api.s3.DeleteObjectsRequest;
import dev.virga.api.s3.DeletedObject;
import dev.virga.api.s3.ObjectIdentifier;
import dev.virga.api.s3.S3Error;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Deletes up to 1,000 objects.
final class DeleteObjects implements Operation<DeleteObjectsRequest, DeleteObjectsOutput> {
    private static final int MAX_OBJECTS = 1000;

    private final BucketTable buckets;
    private final ObjectTable objects;
    private final S3Access access;

    DeleteObjects(BucketTable buckets, ObjectTable objects, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.access = access;
    }

    @Override
    public Op<DeleteObjectsRequest, DeleteObjectsOutput> op() {
        return S3Ops.DeleteObjects;
    }

    @Override
    public List<Access> access(DeleteObjectsRequest input, Call call) {
        List<Access> needed = new ArrayList<>();
        for (ObjectIdentifier object : input.delete().objects()) {
            needed.addAll(access.object("s3:DeleteObject", input.bucket(), object.key()));
        }
        return needed;
    }

    @Override
    public DeleteObjectsOutput handle(DeleteObjectsRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        List<ObjectIdentifier> named = input.delete().objects();
        if (named.isEmpty() || named.size() > MAX_OBJECTS) {
            throw S3Errors.malformedXml();
        }
        List<DeletedObject> deleted = new ArrayList<>();
        List<S3Error> errors = new ArrayList<>();
        for (ObjectIdentifier object : named) {
            try {
                ObjectRequest.checkVersion(object.versionId());
                objects.delete(bucket, object.key(), null);
                deleted.add(DeletedObject.builder().key(object.key()).build());
            } catch (AwsException e) {
                errors.add(S3Error.builder()
                        .key(object.key())
                        .versionId(object.versionId())
                        .code(e.code())
                        .message(e.getMessage())
                        .build());
            }
        }
        boolean quiet = Boolean.TRUE.equals(input.delete().quiet());
        return DeleteObjectsOutput.builder()
                .deleted(quiet ? null : deleted)
                .errors(errors.isEmpty() ? null : errors)
                .build();
    }
}
