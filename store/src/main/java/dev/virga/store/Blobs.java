package dev.virga.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Immutable byte strings too large for a row, named by their content. Durable when `write`
/// returns; the row which
/// refers to a blob is committed after that, so that no row ever refers to nothing.
public interface Blobs {
    /// @param id file name: hex SHA-256 of the content
    record Ref(String id, long length) {}

    /// Reads the stream to its end. Writing the same content twice keeps one copy.
    Ref write(InputStream content) throws IOException;

    /// @param length -1 for all that follows `offset`
    InputStream read(Ref ref, long offset, long length) throws IOException;

    /// Does nothing when it is not there.
    void delete(Ref ref) throws IOException;

    /// In the order of ids, for the collection of blobs that no row refers to.
    List<Ref> list(@Nullable String afterId, int max) throws IOException;
}
