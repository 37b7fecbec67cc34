package dev.virga.services.s3.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record of the result.
///
/// @param names as many as values
record Answer(List<String> names, List<@Nullable Object> values) {
    /// `SELECT *`.
    static Answer everything(Row row) {
        List<String> names = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        switch (row) {
            case Row.Fields(Row.Columns columns, List<String> fields) -> {
                for (int i = 0; i < fields.size(); i++) {
                    names.add(columns.name(i));
                    values.add(fields.get(i));
                }
            }
            case Row.Document(Object value)
            when value instanceof Map<?, ?> map ->
                map.forEach((key, member) -> {
                    names.add(String.valueOf(key));
                    values.add(member);
                });
            case Row.Document(Object value)
            when value != Values.Missing.MISSING -> {
                names.add("_1");
                values.add(value);
            }
            case Row.Document nothing -> {
                // A record without anything.
            }
        }
        return new Answer(names, values);
    }
}
