package dev.virga.services.s3;

import dev.virga.api.s3.ListObjectsV2Output;
import dev.virga.api.s3.ListObjectsV2Request;
import dev.virga.api.s3.Owner;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists objects in the order of their keys, page by page.
final class ListObjectsV2 implements Operation<ListObjectsV2Request, ListObjectsV2Output> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final S3Access access;

    ListObjectsV2(BucketTable buckets, ObjectTable objects, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.access = access;
    }

    @Override
    public Op<ListObjectsV2Request, ListObjectsV2Output> op() {
        return S3Ops.ListObjectsV2;
    }

    @Override
    public List<Access> access(ListObjectsV2Request input, Call call) {
        return access.list(input.bucket(), input.prefix(), input.delimiter(), input.maxKeys());
    }

    @Override
    public ListObjectsV2Output handle(ListObjectsV2Request input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        String after = input.continuationToken() == null
                ? (input.startAfter() == null ? "" : input.startAfter())
                : PageToken.read(input.continuationToken());
        Listing listing = Listing.of(objects, bucket, input.prefix(), input.delimiter(), after, input.maxKeys());
        Listing.Names names = Listing.Names.as(input.encodingType());
        Owner owner = Boolean.TRUE.equals(input.fetchOwner())
                ? Owner.builder().id(ObjectRequest.ownerId(bucket.account())).build()
                : null;
        return ListObjectsV2Output.builder()
                .name(input.bucket())
                .prefix(names.of(input.prefix() == null ? "" : input.prefix()))
                .delimiter(names.ofOptional(input.delimiter()))
                .startAfter(names.ofOptional(input.startAfter()))
                .maxKeys(listing.maxKeys())
                .encodingType(input.encodingType())
                .continuationToken(input.continuationToken())
                .isTruncated(listing.next() != null)
                .nextContinuationToken(listing.next() == null ? null : PageToken.write(listing.next()))
                .keyCount(listing.objects().size() + listing.prefixes().size())
                .contents(listing.contents(names, owner))
                .commonPrefixes(listing.commonPrefixes(names))
                .build();
    }
}
