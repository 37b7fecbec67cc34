package dev.virga.services.s3;

import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Credentials;
import dev.virga.kernel.Door;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.kernel.crypto.Seals;
import dev.virga.store.Blobs;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Amazon S3: buckets and objects, in one step or in parts.
public final class S3 implements Service {
    private static final String ARN = "arn:aws:s3:::";

    private final List<Operation<?, ?>> operations;
    private final BucketTable buckets;
    private final ObjectTable objects;

    /// @param seals encrypt the keys of objects
    /// @param development keys of clients (SSE-C) are taken over plain HTTP from this machine
    public S3(Store store, Cloud cloud, Seals seals, PolicyPrincipals principals, boolean development) {
        Blobs blobs = store.blobs();
        buckets = new BucketTable(store);
        objects = new ObjectTable(store, buckets);
        UploadTable uploads = new UploadTable(store, buckets);
        ServerSideEncryption encryption = new ServerSideEncryption(seals, cloud, development);
        S3Access access = new S3Access(buckets);
        operations = List.of(
                new AbortMultipartUpload(buckets, uploads, access),
                new CompleteMultipartUpload(buckets, objects, uploads, encryption, access),
                new CopyObject(buckets, objects, blobs, encryption, access),
                new CreateBucket(buckets),
                new CreateMultipartUpload(buckets, uploads, encryption, access),
                new DeleteBucket(buckets, objects, uploads, access),
                new DeleteBucketEncryption(buckets, access),
                new DeleteBucketOwnershipControls(buckets, access),
                new DeleteBucketPolicy(buckets, access),
                new DeleteBucketTagging(buckets, access),
                new DeleteObject(buckets, objects, access),
                new DeleteObjectTagging(buckets, objects, access),
                new DeleteObjects(buckets, objects, access),
                new DeletePublicAccessBlock(buckets, access),
                new GetBucketAcl(buckets, access),
                new GetBucketEncryption(buckets, access),
                new GetBucketLocation(buckets, access),
                new GetBucketOwnershipControls(buckets, access),
                new GetBucketPolicy(buckets, access, principals),
                new GetBucketPolicyStatus(buckets, access),
                new GetBucketTagging(buckets, access),
                new GetBucketVersioning(buckets, access),
                new GetObject(buckets, objects, blobs, encryption, access),
                new GetObjectAcl(buckets, objects, access),
                new GetObjectAttributes(buckets, objects, encryption, access),
                new GetObjectTagging(buckets, objects, access),
                new GetPublicAccessBlock(buckets, access),
                new HeadBucket(buckets, access),
                new HeadObject(buckets, objects, encryption, access),
                new ListBuckets(buckets),
                new ListMultipartUploads(buckets, uploads, access),
                new ListObjects(buckets, objects, access),
                new ListObjectsV2(buckets, objects, access),
                new ListParts(buckets, uploads, access),
                new PutBucketEncryption(buckets, access),
                new PutBucketOwnershipControls(buckets, access),
                new PutBucketPolicy(buckets, access, principals),
                new PutBucketTagging(buckets, access),
                new PutObject(buckets, objects, blobs, encryption, access),
                new PutObjectTagging(buckets, objects, access),
                new PutPublicAccessBlock(buckets, access),
                new SelectObjectContent(buckets, objects, blobs, encryption, access),
                new UploadPart(buckets, uploads, blobs, encryption, access),
                new UploadPartCopy(buckets, objects, uploads, blobs, encryption, access));
    }

    @Override
    public Map<String, List<String>> conditions(Op<?, ?> op, Struct input, Access access, Call call) {
        return S3Conditions.of(op, input, call);
    }

    /// The way in for forms that browsers send: no operation of the model.
    public Door door(Cloud cloud, Credentials credentials, Time time) {
        return new PostObject(cloud, credentials, time);
    }

    @Override
    public Model model() {
        return S3Ops.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /// A bucket's tags, for the bucket and for what is in it.
    @Override
    public Map<String, String> tags(String arn, Call call) {
        BucketRow bucket = bucket(arn);
        String tags = bucket == null ? null : bucket.settings().get(BucketRow.TAGGING);
        return tags == null ? Map.of() : Tags.parse(tags);
    }

    private @Nullable BucketRow bucket(String arn) {
        int slash = arn.indexOf('/');
        return arn.startsWith(ARN) ? buckets.find(arn.substring(ARN.length(), slash < 0 ? arn.length() : slash)) : null;
    }

    /// The bucket's as `aws:ResourceTag/…` and `s3:BucketTag/…`, the object's own as
    /// `s3:ExistingObjectTag/…`.
    @Override
    public Map<String, String> tagConditions(String arn, Call call) {
        Map<String, String> keys = new HashMap<>();
        tags(arn, call).forEach((key, value) -> {
            keys.put("aws:ResourceTag/" + key, value);
            keys.put("s3:BucketTag/" + key, value);
        });
        BucketRow bucket = bucket(arn);
        int slash = arn.indexOf('/');
        ObjectTable.Found found = bucket == null || slash < 0 ? null : objects.find(bucket, arn.substring(slash + 1));
        if (found != null) {
            found.object().tags().forEach((key, value) -> keys.put("s3:ExistingObjectTag/" + key, value));
        }
        return keys;
    }
}
