package dev.virga.services.s3;

import dev.virga.store.Blobs;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object: what is known about it, and its content.
///
/// @param etag without quotes
/// @param headers that are sent back as they came: by the names of the model's members, e.g.
///     `CacheControl`
/// @param metadata what came as `x-amz-meta-…`
/// @param checksums by member name, e.g. `ChecksumCRC32`; `ChecksumType` among them
/// @param partSizes of a multipart upload, else empty
/// @param encryption null for an object that a former release stored
record ObjectRow(
        String etag,
        Instant modified,
        String storageClass,
        Map<String, String> headers,
        Map<String, String> metadata,
        Map<String, String> tags,
        Map<String, String> checksums,
        List<Long> partSizes,
        Content content,
        @Nullable Encryption encryption) {
    /// 1 is without encryption.
    static final int FORMAT = 2;

    long size() {
        return content.length();
    }

    String quotedEtag() {
        return '"' + etag + '"';
    }

    ObjectRow withTags(Map<String, String> others) {
        return new ObjectRow(
                etag, modified, storageClass, headers, metadata, others, checksums, partSizes, content, encryption);
    }

    ObjectRow with(Encryption other) {
        return new ObjectRow(
                etag, modified, storageClass, headers, metadata, tags, checksums, partSizes, content, other);
    }

    byte[] write() {
        RowWriter row = new RowWriter(FORMAT)
                .string(etag)
                .varint(modified.toEpochMilli())
                .string(storageClass)
                .map(headers)
                .map(metadata)
                .map(tags)
                .map(checksums)
                .list(partSizes, RowWriter::varint);
        writeContent(row, content).bool(encryption != null);
        if (encryption != null) {
            encryption.write(row);
        }
        return row.toBytes();
    }

    static RowWriter writeContent(RowWriter row, Content content) {
        return row.list(content.pieces(), (to, piece) -> {
            switch (piece) {
                case Content.Inline(byte[] bytes) -> to.varint(0).bytes(bytes);
                case Content.Blob(Blobs.Ref ref) ->
                    to.varint(1).string(ref.id()).varint(ref.length());
                case Content.SealedInline(byte[] salt, byte[] sealed) ->
                    to.varint(2).bytes(salt).bytes(sealed);
                case Content.SealedBlob(byte[] salt, Blobs.Ref ref, long length) ->
                    to.varint(3)
                            .bytes(salt)
                            .string(ref.id())
                            .varint(ref.length())
                            .varint(length);
            }
        });
    }

    static ObjectRow read(byte[] value) {
        RowReader row = new RowReader(value).upTo(FORMAT);
        return new ObjectRow(
                row.string(),
                Instant.ofEpochMilli(row.varint()),
                row.string(),
                row.map(),
                row.map(),
                row.map(),
                row.map(),
                row.list(RowReader::varint),
                readContent(row),
                row.format() > 1 && row.bool() ? Encryption.read(row) : null);
    }

    static Content readContent(RowReader row) {
        return new Content(row.list(from -> switch ((int) from.varint()) {
            case 0 -> new Content.Inline(from.bytes());
            case 1 -> new Content.Blob(new Blobs.Ref(from.string(), from.varint()));
            case 2 -> new Content.SealedInline(from.bytes(), from.bytes());
            case 3 -> new Content.SealedBlob(from.bytes(), new Blobs.Ref(from.string(), from.varint()), from.varint());
            default -> throw new IllegalStateException("a row has content of an unknown kind");
        }));
    }
}
