package dev.virga.services.s3;

import dev.virga.api.s3.CopyObjectOutput;
import dev.virga.api.s3.CopyObjectRequest;
import dev.virga.api.s3.CopyObjectResult;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Blobs;
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
    private final S3Access access;

    CopyObject(BucketTable buckets, ObjectTable objects, Blobs blobs, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.blobs = blobs;
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
        if (itself && !replace && input.storageClass() == null) {
            throw S3Errors.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website redirect location or encryption"
                            + " attributes.");
        }
        ObjectRow copy = new ObjectRow(
                original.etag(),
                call.time(),
                ObjectRequest.storageClass(input, op().input()),
                replace ? ObjectRequest.headers(input, op().input()) : original.headers(),
                replace ? ObjectRequest.metadata(input.metadata()) : original.metadata(),
                "REPLACE".equals(input.taggingDirective()) ? ObjectRequest.tags(input.tagging()) : original.tags(),
                checksums(original, input.checksumAlgorithm()),
                original.partSizes(),
                original.content());
        ObjectWriter.write(buckets, objects, input.bucket(), input.key(), copy, input.ifMatch(), input.ifNoneMatch());
        CopyObjectResult result = CopyObjectResult.builder()
                .eTag(copy.quotedEtag())
                .lastModified(copy.modified())
                .build();
        return CopyObjectOutput.builder()
                .copyObjectResult(Structs.with(result, RESULT, copy.checksums()))
                .build();
    }

    /// Those of the original, unless the client asks for others, for which the bytes are read.
    private Map<String, String> checksums(ObjectRow original, @Nullable String algorithm) {
        if (algorithm == null) {
            return original.checksums();
        }
        ChecksumAlgorithm wanted = Checksums.algorithm(algorithm);
        try (InputStream content = original.content().read(blobs, 0, original.size()).stream()) {
            return Checksums.of(content, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("the content of the original is lost", e);
        }
    }
}
