package dev.virga.services.s3;

import dev.virga.api.s3.CreateMultipartUploadOutput;
import dev.virga.api.s3.CreateMultipartUploadRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Begins an object that comes in parts.
final class CreateMultipartUpload implements Operation<CreateMultipartUploadRequest, CreateMultipartUploadOutput> {
    private final BucketTable buckets;
    private final UploadTable uploads;
    private final ServerSideEncryption encryption;
    private final S3Access access;

    CreateMultipartUpload(BucketTable buckets, UploadTable uploads, ServerSideEncryption encryption, S3Access access) {
        this.buckets = buckets;
        this.uploads = uploads;
        this.encryption = encryption;
        this.access = access;
    }

    @Override
    public Op<CreateMultipartUploadRequest, CreateMultipartUploadOutput> op() {
        return S3Ops.CreateMultipartUpload;
    }

    @Override
    public List<Access> access(CreateMultipartUploadRequest input, Call call) {
        return access.object("s3:PutObject", input.bucket(), input.key());
    }

    @Override
    public CreateMultipartUploadOutput handle(CreateMultipartUploadRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.check(input, op().input());
        Map<String, String> headers = ObjectRequest.headers(input, op().input());
        headers.putIfAbsent("ContentType", "binary/octet-stream");
        MultipartChecksum checksum = MultipartChecksum.choose(input.checksumAlgorithm(), input.checksumType());
        Encryption how =
                encryption.begin(call, bucket, input.key(), input, op().input()).encryption();
        ObjectRow template = new ObjectRow(
                "",
                call.time(),
                ObjectRequest.storageClass(input, op().input()),
                headers,
                ObjectRequest.metadata(input.metadata()),
                ObjectRequest.tags(input.tagging()),
                checksum.kept(),
                List.of(),
                new Content(List.of()),
                how);
        String uploadId = UUID.randomUUID().toString().replace("-", "");
        if (!uploads.create(bucket, new UploadTable.Row(input.key(), uploadId, template))) {
            throw S3Errors.conflict();
        }
        CreateMultipartUploadOutput output = CreateMultipartUploadOutput.builder()
                .bucket(input.bucket())
                .key(input.key())
                .uploadId(uploadId)
                .checksumAlgorithm(input.checksumAlgorithm())
                .checksumType(checksum.kept().get(Checksums.TYPE))
                .build();
        return Structs.with(output, op().output(), how.members(input, op().input()));
    }
}
