package dev.virga.services.cloudformation;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that one deployment of a stack was given; kept so that it can go on after a crash and
/// be returned to.
///
/// @param body the template as it was sent
/// @param processed the template after its transforms as JSON, or null when it has none
/// @param parameters the text of each
record Revision(
        String body,
        @Nullable String processed,
        Map<String, String> parameters,
        Map<String, String> tags,
        List<String> capabilities) {
    private static final int FORMAT = 1;

    /// The template that is deployed, with places in the text that was sent.
    Template template() {
        Template read = TemplateReader.read(body);
        return processed == null ? read : read.withRoot(Template.fromJson(processed));
    }

    byte[] toBytes() {
        return new RowWriter(FORMAT)
                .string(body)
                .nullableString(processed)
                .map(parameters)
                .map(tags)
                .list(capabilities, RowWriter::string)
                .toBytes();
    }

    static Revision fromBytes(byte[] bytes) {
        RowReader row = new RowReader(bytes).upTo(FORMAT);
        return new Revision(row.string(), row.nullableString(), row.map(), row.map(), row.list(RowReader::string));
    }
}
