package dev.virga.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Immutable byte strings too large for a row, named by their content. Durable when `write`
/// returns; the row which refers to a blob is committed after that, so that no row ever refers to
/// nothing.
public interface Blobs {
    /// Two rows with the same content share one blob: only a collector that knows all rows may
    /// delete.
    Duration YOUNG = Duration.ofMinutes(10);

    /// The largest blob.
    long BLOB_BYTES = 64L << 30;

    /// @param id file name: hex SHA-256 of the content, 64 lower-case digits
    record Ref(String id, long length) {}

    /// Reads the stream to its end, and does not close it. Writing the same content twice keeps one
    /// copy.
    ///
    /// @throws Store.LimitExceeded when there are more than [#BLOB_BYTES]; nothing is kept then
    Ref write(InputStream content) throws IOException;

    /// @param length -1 for all that follows `offset`; the stream ends early where the blob does
    /// @throws java.nio.file.NoSuchFileException when there is no such blob
    InputStream read(Ref ref, long offset, long length) throws IOException;

    /// Does nothing when it is not there, nor when it was written (also: written again) less than
    /// [#YOUNG] ago, since the row that refers to it may be on its way.
    void delete(Ref ref) throws IOException;

    /// In the order of ids, from the one behind `afterId`, for the collection of blobs that no row
    /// refers to.
    List<Ref> list(@Nullable String afterId, int max) throws IOException;
}
