package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.InvalidNextTokenException;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.util.Base64;
import java.util.List;

/// Where a page ended: texts that name its last entry.
final class PageToken {
    private static final int FORMAT = 1;

    private PageToken() {}

    static String of(String... parts) {
        byte[] bytes =
                new RowWriter(FORMAT).list(List.of(parts), RowWriter::string).toBytes();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// At least one.
    static List<String> read(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            List<String> parts = new RowReader(bytes).upTo(FORMAT).list(RowReader::string);
            if (!parts.isEmpty()) {
                return parts;
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // What is thrown below says it.
        }
        throw new InvalidNextTokenException("The NextToken value is invalid.");
    }
}
