package dev.virga.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parameters of a query string or a form, decoded, in their order.
public record QueryString(List<Parameter> parameters) {
    /// More parameters than any request has; each costs memory many times its own size.
    public static final int MAX_PARAMETERS = 50_000;

    public static final QueryString EMPTY = new QueryString(List.of());

    /// @param value null when there is no `=`
    public record Parameter(String name, @Nullable String value) {
        /// The value, empty when there is none.
        public String text() {
            return value == null ? "" : value;
        }
    }

    /// @param plus whether `+` stands for a space
    public static QueryString parse(@Nullable String raw, boolean plus) {
        if (raw == null || raw.isEmpty()) {
            return EMPTY;
        }
        List<Parameter> found = new ArrayList<>();
        int n = raw.length();
        for (int start = 0; start < n; ) {
            int end = raw.indexOf('&', start);
            if (end < 0) {
                end = n;
            }
            if (end > start) {
                if (found.size() == MAX_PARAMETERS) {
                    throw WireErrors.serialization("More than " + MAX_PARAMETERS + " parameters");
                }
                found.add(parameter(raw.substring(start, end), plus));
            }
            start = end + 1;
        }
        return new QueryString(found);
    }

    private static Parameter parameter(String pair, boolean plus) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? new Parameter(Percent.decode(pair, plus), null)
                : new Parameter(
                        Percent.decode(pair.substring(0, equals), plus),
                        Percent.decode(pair.substring(equals + 1), plus));
    }

    public boolean has(String name) {
        return find(name) != null;
    }

    /// The first value of this name, empty when it has no `=`; null when it is absent.
    public @Nullable String get(String name) {
        Parameter found = find(name);
        return found == null ? null : found.text();
    }

    private @Nullable Parameter find(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name.equals(name)) {
                return parameter;
            }
        }
        return null;
    }
}
