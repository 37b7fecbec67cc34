package dev.virga.services.kinesis;

import org.jspecify.annotations.Nullable;

/// Data of a record.
///
/// @param wrappedKey the data key with which it is sealed, itself sealed under the stream's KMS
///     key; null when the data is not sealed
record RecordContent(byte @Nullable [] wrappedKey, byte[] data) {}
