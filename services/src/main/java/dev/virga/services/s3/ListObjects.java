package dev.virga.services.s3;

import dev.virga.api.s3.ListObjectsOutput;
import dev.virga.api.s3.ListObjectsRequest;
import dev.virga.api.s3.Owner;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists objects in the order of their keys; ListObjectsV2 is the newer form.
final class ListObjects implements Operation<ListObjectsRequest, ListObjectsOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final S3Access access;

    ListObjects(BucketTable buckets, ObjectTable objects, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.access = access;
    }

    @Override
    public Op<ListObjectsRequest, ListObjectsOutput> op() {
        return S3Ops.ListObjects;
    }

    @Override
    public List<Access> access(ListObjectsRequest input, Call call) {
        return access.list(input.bucket(), input.prefix(), input.delimiter(), input.maxKeys());
    }

    @Override
    public ListObjectsOutput handle(ListObjectsRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        Listing listing = Listing.of(
                objects,
                bucket,
                input.prefix(),
                input.delimiter(),
                input.marker() == null ? "" : input.marker(),
                input.maxKeys());
        Listing.Names names = Listing.Names.as(input.encodingType());
        Owner owner =
                Owner.builder().id(ObjectRequest.ownerId(bucket.account())).build();
        // Without a delimiter the client goes on from the last key itself.
        String next = input.delimiter() == null ? null : listing.next();
        return ListObjectsOutput.builder()
                .name(input.bucket())
                .prefix(names.of(input.prefix() == null ? "" : input.prefix()))
                .delimiter(names.ofOptional(input.delimiter()))
                .marker(names.of(input.marker() == null ? "" : input.marker()))
                .maxKeys(listing.maxKeys())
                .encodingType(input.encodingType())
                .isTruncated(listing.next() != null)
                .nextMarker(names.ofOptional(next))
                .contents(listing.contents(names, owner))
                .commonPrefixes(listing.commonPrefixes(names))
                .build();
    }
}
