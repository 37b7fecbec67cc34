package dev.virga.services.s3;

import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.UploadPartOutput;
import dev.virga.api.s3.UploadPartRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Blobs;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Stores one part; a part of the same number is replaced.
final class UploadPart implements Operation<UploadPartRequest, UploadPartOutput> {
    private final BucketTable buckets;
    private final UploadTable uploads;
    private final Blobs blobs;
    private final ServerSideEncryption encryption;
    private final S3Access access;

    UploadPart(
            BucketTable buckets, UploadTable uploads, Blobs blobs, ServerSideEncryption encryption, S3Access access) {
        this.buckets = buckets;
        this.uploads = uploads;
        this.blobs = blobs;
        this.encryption = encryption;
        this.access = access;
    }

    @Override
    public Op<UploadPartRequest, UploadPartOutput> op() {
        return S3Ops.UploadPart;
    }

    @Override
    public List<Access> access(UploadPartRequest input, Call call) {
        return access.object("s3:PutObject", input.bucket(), input.key());
    }

    @Override
    public UploadPartOutput handle(UploadPartRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        Parts.checkNumber(input.partNumber());
        UploadTable.Open open = uploads.get(bucket, input.key(), input.uploadId());
        ObjectRow template = open.upload().template();
        ContentKey key = encryption.open(call, bucket, input.key(), template, input, op().input());
        UploadPartRequest wanted = MultipartChecksum.of(template).part(input, op().input(), input.body());
        Upload upload = Upload.receive(blobs, input.body(), wanted, op().input(), encryption.part(key));
        uploads.putPart(
                bucket,
                open,
                new UploadTable.Part(
                        input.partNumber(), upload.etag(), call.time(), upload.checksums(), upload.content()));
        UploadPartOutput output =
                UploadPartOutput.builder().eTag('"' + upload.etag() + '"').build();
        UploadPartOutput checked = Structs.with(output, op().output(), upload.checksums());
        Encryption how = template.encryption();
        return how == null ? checked : Structs.with(checked, op().output(), how.members(input, op().input()));
    }
}
