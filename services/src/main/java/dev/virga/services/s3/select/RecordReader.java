package dev.virga.services.s3.select;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Cuts an object into records, one in memory at a time. One thread.
interface RecordReader {
    /// Characters or bytes of one record.
    int MAX_RECORD = 1 << 20;

    /// Null at the end.
    @Nullable
    Row next() throws IOException;
}
