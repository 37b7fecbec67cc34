package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What users, groups and roles have in common: the policies that say what they may, and tags.
///
/// @param inline documents by name, in order of names
/// @param attached ARNs of managed policies, in the order of attaching
/// @param boundary ARN of the permissions boundary, or null
/// @param tags in the order in which they were set
record Grants(
        Map<String, String> inline,
        List<String> attached,
        @Nullable String boundary,
        Map<String, String> tags) {
    static Grants of(@Nullable String boundary, Map<String, String> tags) {
        return new Grants(Map.of(), List.of(), boundary, tags);
    }

    Grants withInline(Map<String, String> documents) {
        return new Grants(documents, attached, boundary, tags);
    }

    Grants withAttached(String arn) {
        List<String> more = new ArrayList<>(attached);
        more.add(arn);
        return new Grants(inline, more, boundary, tags);
    }

    Grants withoutAttached(String arn) {
        List<String> fewer = new ArrayList<>(attached);
        fewer.remove(arn);
        return new Grants(inline, fewer, boundary, tags);
    }

    Grants withBoundary(@Nullable String arn) {
        return new Grants(inline, attached, arn, tags);
    }

    Grants withTags(Map<String, String> others) {
        return new Grants(inline, attached, boundary, others);
    }

    void write(RowWriter row) {
        row.map(inline)
                .list(attached, RowWriter::string)
                .nullableString(boundary)
                .map(tags);
    }

    static Grants read(RowReader row) {
        return new Grants(new TreeMap<>(row.map()), row.list(RowReader::string), row.nullableString(), row.map());
    }
}
