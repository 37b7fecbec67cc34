package dev.virga.services.s3;

import dev.virga.api.s3.Bucket;
import dev.virga.api.s3.ListBucketsOutput;
import dev.virga.api.s3.ListBucketsRequest;
import dev.virga.api.s3.Owner;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the account's buckets, page by page.
final class ListBuckets implements Operation<ListBucketsRequest, ListBucketsOutput> {
    private final BucketTable buckets;

    ListBuckets(BucketTable buckets) {
        this.buckets = buckets;
    }

    @Override
    public Op<ListBucketsRequest, ListBucketsOutput> op() {
        return S3Ops.ListBuckets;
    }

    @Override
    public List<Access> access(ListBucketsRequest input, Call call) {
        return List.of(Access.to("s3:ListAllMyBuckets", "*"));
    }

    @Override
    public ListBucketsOutput handle(ListBucketsRequest input, Call call) {
        String prefix = input.prefix() == null ? "" : input.prefix();
        String after = input.continuationToken() == null ? "" : PageToken.read(input.continuationToken());
        int max = input.maxBuckets() == null ? BucketTable.MAX_BUCKETS : input.maxBuckets();
        List<BucketRow> rest = buckets.list(call.account()).stream()
                .filter(b -> b.name().startsWith(prefix) && b.name().compareTo(after) > 0)
                .filter(b -> input.bucketRegion() == null || b.region().equals(input.bucketRegion()))
                .toList();
        List<BucketRow> page = rest.subList(0, Math.min(max, rest.size()));
        String next = page.size() == rest.size()
                ? null
                : PageToken.write(page.getLast().name());
        return ListBucketsOutput.builder()
                .buckets(page.stream().map(ListBuckets::shown).toList())
                .owner(Owner.builder().id(ObjectRequest.ownerId(call)).build())
                .prefix(input.prefix())
                .continuationToken(next)
                .build();
    }

    private static Bucket shown(BucketRow bucket) {
        return Bucket.builder()
                .name(bucket.name())
                .creationDate(bucket.created())
                .bucketRegion(bucket.region())
                .build();
    }
}
