package dev.virga.services.s3;

import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.SelectObjectContentOutput;
import dev.virga.api.s3.SelectObjectContentRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.s3.select.Select;
import dev.virga.store.Blobs;
import dev.virga.wire.Op;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers with what a query finds in an object, while it is found.
final class SelectObjectContent implements Operation<SelectObjectContentRequest, SelectObjectContentOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final Blobs blobs;
    private final ServerSideEncryption encryption;
    private final S3Access access;

    SelectObjectContent(
            BucketTable buckets, ObjectTable objects, Blobs blobs, ServerSideEncryption encryption, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.blobs = blobs;
        this.encryption = encryption;
        this.access = access;
    }

    @Override
    public Op<SelectObjectContentRequest, SelectObjectContentOutput> op() {
        return S3Ops.SelectObjectContent;
    }

    @Override
    public List<Access> access(SelectObjectContentRequest input, Call call) {
        return access.object("s3:GetObject", input.bucket(), input.key());
    }

    @Override
    public SelectObjectContentOutput handle(SelectObjectContentRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.check(input, op().input());
        Select select = Select.of(input);
        ObjectRow object = objects.get(bucket, input.key()).object();
        ContentKey key = encryption.open(call, bucket, input.key(), object, input, op().input());
        try {
            return SelectObjectContentOutput.builder()
                    .payload(select.over(new Stored(object, key), call.time()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("the content of " + input.bucket() + "/" + input.key() + " is lost", e);
        }
    }

    private final class Stored implements Select.Source {
        private final ObjectRow object;
        private final @Nullable ContentKey key;

        Stored(ObjectRow object, @Nullable ContentKey key) {
            this.object = object;
            this.key = key;
        }

        @Override
        public long size() {
            return object.size();
        }

        @Override
        public InputStream open(long from, long length) throws IOException {
            return object.content().read(blobs, key, from, length).stream();
        }
    }
}
