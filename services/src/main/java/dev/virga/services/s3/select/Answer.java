package dev.virga.services.s3.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record of the result. A value is made when it is asked for, so that one at a time is in memory
/// and none is made of a record that is too long already.
sealed interface Answer {
    int size();

    String name(int index);

    @Nullable
    Object value(int index);

    /// What is there.
    ///
    /// @param names as many as values
    record Whole(List<String> names, List<@Nullable Object> values) implements Answer {
        @Override
        public int size() {
            return values.size();
        }

        @Override
        public String name(int index) {
            return names.get(index);
        }

        @Override
        public @Nullable Object value(int index) {
            return values.get(index);
        }
    }

    /// What expressions are for a record.
    record Evaluated(List<Query.Column> columns, Evaluator evaluator, Row row) implements Answer {
        @Override
        public int size() {
            return columns.size();
        }

        @Override
        public String name(int index) {
            return columns.get(index).name();
        }

        @Override
        public @Nullable Object value(int index) {
            return evaluator.evaluate(columns.get(index).value(), row);
        }
    }

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
        return new Whole(names, values);
    }
}
