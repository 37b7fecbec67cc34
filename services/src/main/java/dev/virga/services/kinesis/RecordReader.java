package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisRecord;
import dev.virga.kernel.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Records as readers get them.
record RecordReader(RecordCipher cipher) {
    /// @throws dev.virga.wire.AwsException when KMS does not let the reader read
    List<KinesisRecord> describe(Call call, Stream stream, StreamShard shard, List<StoredRecord> records) {
        List<KinesisRecord> described = new ArrayList<>(records.size());
        for (StoredRecord record : records) {
            RecordContent content = record.content();
            described.add(KinesisRecord.builder()
                    .sequenceNumber(SequenceNumber.of(shard, record.sequence(), record.arrivalMillis()))
                    .approximateArrivalTimestamp(Instant.ofEpochMilli(record.arrivalMillis()))
                    .data(cipher.open(call, stream, content))
                    .partitionKey(record.partitionKey())
                    .encryptionType(content.wrappedKey() == null ? null : "KMS")
                    .build());
        }
        return described;
    }

    static long bytes(List<KinesisRecord> records) {
        return records.stream()
                .mapToLong(
                        record -> record.data().length + record.partitionKey().length())
                .sum();
    }

    /// How far the end of a page is behind the end of its shard.
    static long behind(RecordTable.Page page, Instant now) {
        if (!page.more() || page.records().isEmpty()) {
            return 0;
        }
        return Math.max(0, now.toEpochMilli() - page.records().getLast().arrivalMillis());
    }
}
