package dev.virga.services.kinesis;

/// A record as it lies in a shard.
///
/// @param sequence of its row
/// @param content with the data as it lies there: sealed when there is a key
record StoredRecord(long sequence, long arrivalMillis, String partitionKey, RecordContent content) {}
