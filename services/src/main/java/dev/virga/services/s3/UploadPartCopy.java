package dev.virga.services.s3;

import dev.virga.api.s3.CopyPartResult;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.UploadPartCopyOutput;
import dev.virga.api.s3.UploadPartCopyRequest;
import dev.virga.api.s3.UploadPartRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Blobs;
import dev.virga.wire.Body;
import dev.virga.wire.Op;
import dev.virga.wire.Shape;
import dev.virga.wire.Structs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// Makes a part of an object, or of a range of it, that is there already.
final class UploadPartCopy implements Operation<UploadPartCopyRequest, UploadPartCopyOutput> {
    private static final Shape RESULT = Objects.requireNonNull(
                    S3Ops.UploadPartCopy.output().member("CopyPartResult"))
            .target();

    private final BucketTable buckets;
    private final ObjectTable objects;
    private final UploadTable uploads;
    private final Blobs blobs;
    private final ServerSideEncryption encryption;
    private final S3Access access;

    UploadPartCopy(
            BucketTable buckets,
            ObjectTable objects,
            UploadTable uploads,
            Blobs blobs,
            ServerSideEncryption encryption,
            S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = uploads;
        this.blobs = blobs;
        this.encryption = encryption;
        this.access = access;
    }

    @Override
    public Op<UploadPartCopyRequest, UploadPartCopyOutput> op() {
        return S3Ops.UploadPartCopy;
    }

    @Override
    public List<Access> access(UploadPartCopyRequest input, Call call) {
        ObjectRequest.Source source = ObjectRequest.Source.parse(input.copySource());
        return List.of(
                access.access("s3:GetObject", source.bucket(), "/" + source.key()),
                access.access("s3:PutObject", input.bucket(), "/" + input.key()));
    }

    @Override
    public UploadPartCopyOutput handle(UploadPartCopyRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        Parts.checkNumber(input.partNumber());
        UploadTable.Open open = uploads.get(bucket, input.key(), input.uploadId());
        ObjectRequest.Source source = ObjectRequest.Source.parse(input.copySource());
        BucketRow from = buckets.get(source.bucket());
        ObjectRow original = objects.get(from, source.key()).object();
        new Conditions(
                        input.copySourceIfMatch(),
                        input.copySourceIfUnmodifiedSince(),
                        input.copySourceIfNoneMatch(),
                        input.copySourceIfModifiedSince())
                .checkCopy(original);
        ObjectRow template = open.upload().template();
        ContentKey key = encryption.open(call, bucket, input.key(), template, input, op().input());
        ServerSideEncryption.Original opened =
                encryption.openSource(call, from, source.key(), original, input, op().input());
        ByteRange range = ByteRange.parse(input.copySourceRange(), original.size());
        if (input.copySourceRange() != null && range == null) {
            throw S3Errors.invalidArgument("The x-amz-copy-source-range value must be of the form bytes=first-last");
        }
        UploadPartRequest checksum = UploadPartRequest.builder()
                .checksumAlgorithm(MultipartChecksum.of(open.upload().template())
                        .algorithm()
                        .name())
                .build();
        Upload upload;
        try {
            long first = range == null ? 0 : range.first();
            long length = range == null ? original.size() : range.length();
            Body body = original.content().read(blobs, opened == null ? null : opened.key(), first, length);
            upload = Upload.receive(blobs, body, checksum, S3Ops.UploadPart.input(), encryption.part(key));
        } catch (IOException e) {
            throw new UncheckedIOException("the content of " + source + " is lost", e);
        }
        UploadTable.Part part = new UploadTable.Part(
                input.partNumber(), upload.etag(), call.time(), upload.checksums(), upload.content());
        uploads.putPart(bucket, open, part);
        CopyPartResult result = CopyPartResult.builder()
                .eTag('"' + upload.etag() + '"')
                .lastModified(call.time())
                .build();
        UploadPartCopyOutput output = UploadPartCopyOutput.builder()
                .copyPartResult(Structs.with(result, RESULT, upload.checksums()))
                .build();
        Encryption how = template.encryption();
        return how == null ? output : Structs.with(output, op().output(), how.members(input, op().input()));
    }
}
