package dev.virga.services.s3;

import dev.virga.api.s3.CompleteMultipartUploadOutput;
import dev.virga.api.s3.CompleteMultipartUploadRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Makes the object of its parts, all at once.
final class CompleteMultipartUpload
        implements Operation<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final UploadTable uploads;
    private final ServerSideEncryption encryption;
    private final S3Access access;

    CompleteMultipartUpload(
            BucketTable buckets,
            ObjectTable objects,
            UploadTable uploads,
            ServerSideEncryption encryption,
            S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = uploads;
        this.encryption = encryption;
        this.access = access;
    }

    @Override
    public Op<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput> op() {
        return S3Ops.CompleteMultipartUpload;
    }

    @Override
    public List<Access> access(CompleteMultipartUploadRequest input, Call call) {
        return access.object("s3:PutObject", input.bucket(), input.key());
    }

    @Override
    public CompleteMultipartUploadOutput handle(CompleteMultipartUploadRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        UploadTable.Open open = uploads.get(bucket, input.key(), input.uploadId());
        if (input.multipartUpload() == null || input.multipartUpload().parts() == null) {
            throw S3Errors.malformedXml();
        }
        List<UploadTable.Part> parts = Parts.chosen(
                input.multipartUpload().parts(), uploads.parts(bucket, input.uploadId(), 0, UploadTable.MAX_PARTS));
        MultipartChecksum checksum = MultipartChecksum.of(open.upload().template());
        checksum.check(input.multipartUpload().parts(), parts);
        ObjectRow object = Parts.assemble(open.upload().template(), parts, call.time());
        checksum.checkWhole(object.checksums(), input, op().input());
        if (input.mpuObjectSize() != null && input.mpuObjectSize() != object.size()) {
            throw S3Errors.invalidRequest(
                    "The provided 'x-amz-mp-object-size' header value does not match what was" + " computed.");
        }
        Encryption how = object.encryption();
        if (how != null) {
            // As AWS: whoever completes it needs kms:Decrypt.
            if (how.method() == Method.KMS) {
                encryption.open(call, bucket, input.key(), open.upload().template(), input, op().input());
            }
            object = object.with(encryption.bind(how, bucket, input.key(), object.content()));
        }
        ObjectTable.Found there = objects.find(bucket, input.key());
        ObjectTable.Expected expected = Conditions.forWrite(input.ifMatch(), input.ifNoneMatch(), there);
        List<Store.Write> end = uploads.remove(bucket, open.upload());
        if (!objects.put(bucket, input.key(), object, expected, end)) {
            throw S3Errors.conflict();
        }
        CompleteMultipartUploadOutput output = CompleteMultipartUploadOutput.builder()
                .bucket(input.bucket())
                .key(input.key())
                .eTag(object.quotedEtag())
                .location(call.endpoint() + "/" + input.bucket() + "/" + input.key())
                .build();
        CompleteMultipartUploadOutput checked = Structs.with(output, op().output(), object.checksums());
        return how == null ? checked : Structs.with(checked, op().output(), how.members(input, op().input()));
    }
}
