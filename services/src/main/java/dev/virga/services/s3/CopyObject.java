package dev.virga.services.s3;

import dev.virga.api.s3.CopyObjectOutput;
import dev.virga.api.s3.CopyObjectRequest;
import dev.virga.api.s3.CopyObjectResult;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Blobs;
import dev.virga.wire.Body;
import dev.virga.wire.Op;
import dev.virga.wire.Shape;
import dev.virga.wire.Structs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Copies an object inside the cloud; content in blobs is shared, not copied.
final class CopyObject implements Operation<CopyObjectRequest, CopyObjectOutput> {
    private static final Shape RESULT = Objects.requireNonNull(
                    S3Ops.CopyObject.output().member("CopyObjectResult"))
            .target();

    private final BucketTable buckets;
    private final ObjectTable objects;
    private final Blobs blobs;
    private final ServerSideEncryption encryption;
    private final S3Access access;

    CopyObject(
            BucketTable buckets, ObjectTable objects, Blobs blobs, ServerSideEncryption encryption, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.blobs = blobs;
        this.encryption = encryption;
        this.access = access;
    }

    @Override
    public Op<CopyObjectRequest, CopyObjectOutput> op() {
        return S3Ops.CopyObject;
    }

    @Override
    public List<Access> access(CopyObjectRequest input, Call call) {
        ObjectRequest.Source source = ObjectRequest.Source.parse(input.copySource());
        return List.of(
                access.access("s3:GetObject", source.bucket(), "/" + source.key()),
                access.access("s3:PutObject", input.bucket(), "/" + input.key()));
    }

    @Override
    public CopyObjectOutput handle(CopyObjectRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.check(input, op().input());
        ObjectRequest.Source source = ObjectRequest.Source.parse(input.copySource());
        BucketRow from = buckets.get(source.bucket());
        ObjectRequest.checkOwner(from, input.expectedSourceBucketOwner());
        ObjectRow original = objects.get(from, source.key()).object();
        new Conditions(
                        input.copySourceIfMatch(),
                        input.copySourceIfUnmodifiedSince(),
                        input.copySourceIfNoneMatch(),
                        input.copySourceIfModifiedSince())
                .checkCopy(original);
        boolean replace = "REPLACE".equals(input.metadataDirective());
        boolean itself = source.bucket().equals(input.bucket()) && source.key().equals(input.key());
        if (itself && !replace && input.storageClass() == null && !namesEncryption(input)) {
            throw S3Errors.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website redirect location or encryption"
                            + " attributes.");
        }
        if (original.size() > Upload.MAX_BYTES) {
            throw S3Errors.invalidRequest(
                    "The specified copy source is larger than the maximum allowable size for a copy source: "
                            + Upload.MAX_BYTES);
        }
        ServerSideEncryption.Original opened =
                encryption.openSource(call, from, source.key(), original, input, op().input());
        ServerSideEncryption.Chosen chosen = encryption.copy(call, bucket, input.key(), input, op().input(), opened);
        Moved moved = move(original, opened, chosen);
        ObjectRow copy = new ObjectRow(
                moved.etag(),
                call.time(),
                ObjectRequest.storageClass(input, op().input()),
                replace ? ObjectRequest.headers(input, op().input()) : original.headers(),
                replace ? ObjectRequest.metadata(input.metadata()) : original.metadata(),
                "REPLACE".equals(input.taggingDirective()) ? ObjectRequest.tags(input.tagging()) : original.tags(),
                checksums(original, opened, input.checksumAlgorithm()),
                original.partSizes(),
                moved.content(),
                encryption.bind(chosen.encryption(), bucket, input.key(), moved.content()));
        ObjectWriter.write(buckets, objects, input.bucket(), input.key(), copy, input.ifMatch(), input.ifNoneMatch());
        CopyObjectResult result = CopyObjectResult.builder()
                .eTag(copy.quotedEtag())
                .lastModified(copy.modified())
                .build();
        CopyObjectOutput output = CopyObjectOutput.builder()
                .copyObjectResult(Structs.with(result, RESULT, copy.checksums()))
                .build();
        return Structs.with(output, op().output(), chosen.encryption().members(input, op().input()));
    }

    /// Those of the original, unless the client asks for others, for which the bytes are read.
    private Map<String, String> checksums(
            ObjectRow original, ServerSideEncryption.@Nullable Original opened, @Nullable String algorithm) {
        if (algorithm == null) {
            return original.checksums();
        }
        ChecksumAlgorithm wanted = Checksums.algorithm(algorithm);
        ContentKey key = opened == null ? null : opened.key();
        try (InputStream content = original.content().read(blobs, key, 0, original.size()).stream()) {
            return Checksums.of(content, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("the content of a copy's source is lost", e);
        }
    }

    private static boolean namesEncryption(CopyObjectRequest input) {
        return input.serverSideEncryption() != null
                || input.sseCustomerAlgorithm() != null
                || input.bucketKeyEnabled() != null;
    }

    private record Moved(Content content, String etag) {}

    /// Under the same key the copy has the original's bytes; else they are encrypted again, in one
    /// piece.
    private Moved move(
            ObjectRow original, ServerSideEncryption.@Nullable Original opened, ServerSideEncryption.Chosen chosen) {
        if (chosen.shared()) {
            return new Moved(original.content(), original.etag());
        }
        try {
            ContentKey key = opened == null ? null : opened.key();
            Body body = original.content().read(blobs, key, 0, original.size());
            Upload upload = Upload.move(blobs, body, chosen.key().whole());
            // The parts of an upload stay parts, and its ETag tells how many they are.
            return new Moved(upload.content(), original.partSizes().isEmpty() ? upload.etag() : original.etag());
        } catch (IOException e) {
            throw new UncheckedIOException("the content of a copy's source is lost", e);
        }
    }
}
