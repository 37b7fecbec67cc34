package dev.virga.services.s3;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Multipart uploads that are not complete, and their parts:
///
///     s3/ACCOUNT/REGION/BUCKET/uploads   key UPLOAD-ID     -> what the object will be like
///     s3/ACCOUNT/REGION/BUCKET/parts     UPLOAD-ID NUMBER  -> etag, time, checksums, content
final class UploadTable {
    /// 1 has no encrypted content.
    private static final int FORMAT = 2;
    private static final int SCAN_BYTES = 64 << 20;
    static final int MAX_PARTS = 10_000;

    /// @param template the object without content
    record Row(String key, String uploadId, ObjectRow template) {}

    record Part(int number, String etag, Instant modified, Map<String, String> checksums, Content content) {}

    private final Store store;
    private final BucketTable buckets;

    UploadTable(Store store, BucketTable buckets) {
        this.store = store;
        this.buckets = buckets;
    }

    private static Store.Key uploadKey(BucketRow bucket, String key, String uploadId) {
        return new KeyBuilder().string(key).string(uploadId).toKey(ObjectTable.domain(bucket) + "/uploads");
    }

    private static Store.Key partKey(BucketRow bucket, String uploadId, int number) {
        return new KeyBuilder().string(uploadId).number(number).toKey(ObjectTable.domain(bucket) + "/parts");
    }

    boolean create(BucketRow bucket, Row upload) {
        List<Store.Write> writes = new ArrayList<>(buckets.claim(bucket));
        writes.add(new Store.Put(
                uploadKey(bucket, upload.key(), upload.uploadId()),
                upload.template().write()));
        return store.commit(new Store.Transaction(null, List.of(buckets.unchanged(bucket)), writes))
                instanceof Store.Committed;
    }

    /// @param version of its row
    record Open(Row upload, long version) {}

    /// @throws dev.virga.wire.AwsException NoSuchUpload
    Open get(BucketRow bucket, String key, String uploadId) {
        Store.Row row = store.get(uploadKey(bucket, key, uploadId));
        if (row == null) {
            throw S3Errors.noSuchUpload();
        }
        return new Open(new Row(key, uploadId, ObjectRow.read(row.value())), row.version());
    }

    /// Replaces a part of the same number.
    void putPart(BucketRow bucket, Open open, Part part) {
        byte[] value = ObjectRow.writeContent(
                        new RowWriter(FORMAT)
                                .string(part.etag())
                                .varint(part.modified().toEpochMilli())
                                .map(part.checksums()),
                        part.content())
                .toBytes();
        Store.Check still = new Store.At(
                uploadKey(bucket, open.upload().key(), open.upload().uploadId()), open.version());
        Store.Write write = new Store.Put(partKey(bucket, open.upload().uploadId(), part.number()), value);
        if (store.commit(new Store.Transaction(null, List.of(still), List.of(write))) instanceof Store.Conflict) {
            throw S3Errors.noSuchUpload();
        }
    }

    List<Part> parts(BucketRow bucket, String uploadId, int afterNumber, int max) {
        byte[] from = partKey(bucket, uploadId, afterNumber + 1).bytes();
        byte[] end = KeyBuilder.prefixEnd(new KeyBuilder().string(uploadId).toBytes());
        List<Part> parts = new ArrayList<>();
        String domain = ObjectTable.domain(bucket) + "/parts";
        for (Store.Row row : store.scan(domain, from, end, false, max, SCAN_BYTES)) {
            KeyReader key = new KeyReader(row.key().bytes());
            key.string();
            int number = (int) key.number();
            RowReader reader = new RowReader(row.value()).upTo(FORMAT);
            parts.add(new Part(
                    number,
                    reader.string(),
                    Instant.ofEpochMilli(reader.varint()),
                    reader.map(),
                    ObjectRow.readContent(reader)));
        }
        return parts;
    }

    /// Uploads in the order of their keys, after the given one.
    List<Row> list(BucketRow bucket, String prefix, @Nullable String afterKey, @Nullable String afterId, int max) {
        List<Row> uploads = new ArrayList<>();
        byte[] from = afterKey == null
                ? new byte[0]
                : afterId == null
                        ? KeyBuilder.prefixEnd(new KeyBuilder().string(afterKey).toBytes())
                        : KeyBuilder.after(uploadKey(bucket, afterKey, afterId).bytes());
        String domain = ObjectTable.domain(bucket) + "/uploads";
        byte[] start = from == null ? new byte[0] : from;
        for (Store.Row row : store.scan(domain, start, null, false, Integer.MAX_VALUE, SCAN_BYTES)) {
            KeyReader reader = new KeyReader(row.key().bytes());
            String key = reader.string();
            if (key.startsWith(prefix) && uploads.size() < max) {
                uploads.add(new Row(key, reader.string(), ObjectRow.read(row.value())));
            }
        }
        return uploads;
    }

    boolean isEmpty(BucketRow bucket) {
        return list(bucket, "", null, null, 1).isEmpty();
    }

    /// The writes that end an upload.
    List<Store.Write> remove(BucketRow bucket, Row upload) {
        byte[] from = new KeyBuilder().string(upload.uploadId()).toBytes();
        byte[] end = KeyBuilder.prefixEnd(from);
        return List.of(
                new Store.Delete(uploadKey(bucket, upload.key(), upload.uploadId())),
                new Store.DeleteRange(ObjectTable.domain(bucket) + "/parts", from, end == null ? from : end));
    }

    void abort(BucketRow bucket, Row upload) {
        store.commit(new Store.Transaction(null, List.of(), remove(bucket, upload)));
    }
}
