package dev.virga.services.s3;

import dev.virga.api.s3.CommonPrefix;
import dev.virga.api.s3.Owner;
import dev.virga.api.s3.S3Object;
import dev.virga.wire.Percent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of the keys of a bucket: objects, and the common prefixes into which a delimiter folds
/// the others. Costs as much as the page is long: it jumps over what a prefix folds.
///
/// @param next the last key or common prefix of this page when more follow, else null
record Listing(
        List<ObjectTable.Found> objects,
        List<String> prefixes,
        int maxKeys,
        @Nullable String next) {
    static final int MAX_KEYS = 1000;

    static Listing of(
            ObjectTable table,
            BucketRow bucket,
            @Nullable String prefixOrNull,
            @Nullable String delimiterOrNull,
            String after,
            @Nullable Integer maxKeysOrNull) {
        String prefix = prefixOrNull == null ? "" : prefixOrNull;
        String delimiter = delimiterOrNull == null ? "" : delimiterOrNull;
        int maxKeys = maxKeysOrNull == null ? MAX_KEYS : Math.min(maxKeysOrNull, MAX_KEYS);
        if (maxKeys < 0) {
            throw S3Errors.invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647");
        }
        if (maxKeys == 0) {
            return new Listing(List.of(), List.of(), 0, null);
        }
        return new Pager(table, bucket, prefix, delimiter, maxKeys).page(after);
    }

    /// Walks over the keys.
    private static final class Pager {
        private final ObjectTable table;
        private final BucketRow bucket;
        private final String prefix;
        private final byte[] prefixBytes;
        private final String delimiter;
        private final int maxKeys;
        private final List<ObjectTable.Found> objects = new ArrayList<>();
        private final List<String> prefixes = new ArrayList<>();
        private String last = "";

        Pager(ObjectTable table, BucketRow bucket, String prefix, String delimiter, int maxKeys) {
            this.table = table;
            this.bucket = bucket;
            this.prefix = prefix;
            this.prefixBytes = prefix.getBytes(StandardCharsets.UTF_8);
            this.delimiter = delimiter;
            this.maxKeys = maxKeys;
        }

        Listing page(String after) {
            byte[] from = start(after);
            while (from != null) {
                int wanted = maxKeys + 1 - objects.size() - prefixes.size();
                List<ObjectTable.Found> found = table.scan(bucket, from, prefixBytes, wanted);
                from = null;
                for (ObjectTable.Found object : found) {
                    if (objects.size() + prefixes.size() == maxKeys) {
                        return new Listing(objects, prefixes, maxKeys, last);
                    }
                    String folded = fold(object.key());
                    if (folded != null) {
                        prefixes.add(folded);
                        last = folded;
                        from = ObjectTable.afterPrefix(folded);
                        break;
                    }
                    objects.add(object);
                    last = object.key();
                    from = ObjectTable.after(object.key());
                }
            }
            return new Listing(objects, prefixes, maxKeys, null);
        }

        private byte @Nullable [] start(String after) {
            byte[] afterBytes = after.getBytes(StandardCharsets.UTF_8);
            // In the order of the keys, which is that of their bytes.
            if (after.isEmpty() || Arrays.compareUnsigned(afterBytes, prefixBytes) < 0) {
                return prefixBytes;
            }
            // What the earlier page folded into a prefix is not shown again.
            String folded = after.startsWith(prefix) ? fold(after) : null;
            return after.equals(folded) ? ObjectTable.afterPrefix(after) : ObjectTable.after(after);
        }

        private @Nullable String fold(String key) {
            int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            return at < 0 ? null : key.substring(0, at + delimiter.length());
        }
    }

    List<S3Object> contents(Names names, @Nullable Owner owner) {
        return objects.stream()
                .map(found -> S3Object.builder()
                        .checksumAlgorithm(Checksums.algorithms(found.object().checksums()).stream()
                                .map(Enum::name)
                                .toList())
                        .checksumType(found.object().checksums().get(Checksums.TYPE))
                        .key(names.of(found.key()))
                        .lastModified(found.object().modified())
                        .eTag(found.object().quotedEtag())
                        .size(found.object().size())
                        .storageClass(found.object().storageClass())
                        .owner(owner)
                        .build())
                .toList();
    }

    List<CommonPrefix> commonPrefixes(Names names) {
        return prefixes.stream()
                .map(p -> CommonPrefix.builder().prefix(names.of(p)).build())
                .toList();
    }

    /// How names are written: `encoding-type=url` lets a client ask for characters that XML cannot
    /// carry.
    record Names(boolean url) {
        static Names as(@Nullable String encodingType) {
            if (encodingType != null && !encodingType.equals("url")) {
                throw S3Errors.invalidArgument("Invalid Encoding Method specified in Request");
            }
            return new Names(encodingType != null);
        }

        String of(String name) {
            return url ? Percent.encode(name).replace("%2F", "/") : name;
        }

        @Nullable
        String ofOptional(@Nullable String name) {
            return name == null ? null : of(name);
        }
    }
}
