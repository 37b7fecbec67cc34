package dev.virga.services.s3;

import dev.virga.api.s3.PutObjectOutput;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Blobs;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Stores an object; it is there, whole and durable, when this answers.
final class PutObject implements Operation<PutObjectRequest, PutObjectOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final Blobs blobs;
    private final ServerSideEncryption encryption;
    private final S3Access access;

    PutObject(BucketTable buckets, ObjectTable objects, Blobs blobs, ServerSideEncryption encryption, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.blobs = blobs;
        this.encryption = encryption;
        this.access = access;
    }

    @Override
    public Op<PutObjectRequest, PutObjectOutput> op() {
        return S3Ops.PutObject;
    }

    @Override
    public List<Access> access(PutObjectRequest input, Call call) {
        List<Access> needed = new ArrayList<>(access.object("s3:PutObject", input.bucket(), input.key()));
        if (input.tagging() != null) {
            needed.addAll(access.object("s3:PutObjectTagging", input.bucket(), input.key()));
        }
        return needed;
    }

    @Override
    public PutObjectOutput handle(PutObjectRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.check(input, op().input());
        Map<String, String> headers = ObjectRequest.headers(input, op().input());
        headers.putIfAbsent("ContentType", "binary/octet-stream");
        Map<String, String> metadata = ObjectRequest.metadata(input.metadata());
        Map<String, String> tags = ObjectRequest.tags(input.tagging());
        String storageClass = ObjectRequest.storageClass(input, op().input());
        ServerSideEncryption.Chosen chosen = encryption.begin(call, bucket, input.key(), input, op().input());
        Upload upload = Upload.receive(
                blobs, input.body(), input, op().input(), chosen.key().whole());
        ObjectRow object = new ObjectRow(
                upload.etag(),
                call.time(),
                storageClass,
                headers,
                metadata,
                tags,
                upload.checksums(),
                List.of(),
                upload.content(),
                chosen.encryption());
        ObjectWriter.write(buckets, objects, input.bucket(), input.key(), object, input.ifMatch(), input.ifNoneMatch());
        PutObjectOutput output =
                PutObjectOutput.builder().eTag(object.quotedEtag()).build();
        PutObjectOutput encrypted =
                Structs.with(output, op().output(), chosen.encryption().members(input, op().input()));
        return Structs.with(encrypted, op().output(), upload.checksums());
    }
}
