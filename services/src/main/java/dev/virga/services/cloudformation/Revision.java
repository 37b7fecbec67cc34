package dev.virga.services.cloudformation;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that one deployment of a stack was given; kept so that it can go on after a crash and
/// be returned to.
///
/// @param body the template as it was sent
/// @param processed the template after its transforms as JSON, or null when it has none
/// @param parameters the text of each
/// @param stored the values of those that are kept in Parameter Store, as they were then
record Revision(
        String body,
        @Nullable String processed,
        Map<String, String> parameters,
        Map<String, String> tags,
        List<String> capabilities,
        Map<String, String> stored) {
    private static final int FORMAT = 2;

    /// What expressions see of each parameter.
    Map<String, String> values() {
        return values(parameters, stored);
    }

    static Map<String, String> values(Map<String, String> parameters, Map<String, String> stored) {
        Map<String, String> values = new LinkedHashMap<>(parameters);
        values.putAll(stored);
        return values;
    }

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
                .map(stored)
                .toBytes();
    }

    static Revision fromBytes(byte[] bytes) {
        RowReader row = new RowReader(bytes).upTo(FORMAT);
        return new Revision(
                row.string(),
                row.nullableString(),
                row.map(),
                row.map(),
                row.list(RowReader::string),
                row.format() < 2 ? Map.of() : row.map());
    }
}
