package dev.virga.services.s3.select;

import dev.virga.wire.Json;
import org.jspecify.annotations.Nullable;

/// How records of the result are written.
sealed interface Output {
    /// Appends a record and its delimiter. Evaluates no further column when the record is too long,
    /// and may leave part of it.
    void write(Answer answer, StringBuilder to);

    /// @param always whether every field is quoted, or only where it is needed
    /// @param quote empty for no quotes
    record Csv(String recordDelimiter, String fieldDelimiter, String quote, String escape, boolean always)
            implements Output {
        @Override
        public void write(Answer answer, StringBuilder to) {
            int start = to.length();
            for (int i = 0; i < answer.size(); i++) {
                if (i > 0) {
                    to.append(fieldDelimiter);
                }
                field(Values.write(checked(answer.value(i))), to);
                checkLength(to.length() - start);
            }
            to.append(recordDelimiter);
        }

        private void field(String value, StringBuilder to) {
            if (quote.isEmpty() || !(always || needsQuotes(value))) {
                to.append(value);
                return;
            }
            String escaped = value.replace(quote, escape + quote);
            to.append(quote).append(escaped).append(quote);
        }

        private boolean needsQuotes(String value) {
            return value.contains(quote)
                    || value.contains(fieldDelimiter)
                    || value.contains(recordDelimiter)
                    || value.indexOf('\n') >= 0
                    || value.indexOf('\r') >= 0;
        }
    }

    /// One object a record; what is missing is left out.
    record JsonLines(String recordDelimiter) implements Output {
        @Override
        public void write(Answer answer, StringBuilder to) {
            int start = to.length();
            to.append('{');
            boolean first = true;
            for (int i = 0; i < answer.size(); i++) {
                Object value = checked(answer.value(i));
                if (value == Values.Missing.MISSING) {
                    continue;
                }
                if (!first) {
                    to.append(',');
                }
                first = false;
                to.append(Json.write(answer.name(i))).append(':').append(Json.write(Values.json(value)));
                checkLength(to.length() - start);
            }
            to.append('}').append(recordDelimiter);
        }
    }

    /// Before it is written: one list of the record may be there many times.
    private static @Nullable Object checked(@Nullable Object value) {
        if (Values.leastLength(value, Values.MAX_LENGTH) > Values.MAX_LENGTH) {
            throw SelectErrors.recordTooLong();
        }
        return value;
    }

    private static void checkLength(int length) {
        if (length > Values.MAX_LENGTH) {
            throw SelectErrors.recordTooLong();
        }
    }
}
