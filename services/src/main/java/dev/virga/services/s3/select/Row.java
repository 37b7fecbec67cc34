package dev.virga.services.s3.select;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record of the object.
sealed interface Row {
    /// The whole of it.
    @Nullable
    Object value();

    /// What a path finds.
    @Nullable
    Object at(List<Step> steps, Budget budget);

    /// @param names of the columns
    record Fields(Columns names, List<String> fields) implements Row {
        @Override
        public Object value() {
            Map<String, Object> all = new LinkedHashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                all.put(names.name(i), new Values.Text(fields.get(i)));
            }
            return all;
        }

        @Override
        public Object at(List<Step> steps, Budget budget) {
            if (steps.isEmpty()) {
                return value();
            }
            if (steps.size() > 1 || !(steps.getFirst() instanceof Step.Name name)) {
                return Values.Missing.MISSING;
            }
            int index = names.index(name);
            return index < 0 || index >= fields.size() ? Values.Missing.MISSING : new Values.Text(fields.get(index));
        }
    }

    /// @param value of JSON
    record Document(@Nullable Object value) implements Row {
        /// Steps of looking at a name.
        private static final long MEMBER = 16;

        @Override
        public @Nullable Object at(List<Step> steps, Budget budget) {
            Object found = value;
            for (Step step : steps) {
                found = step(found, step, budget);
            }
            return found;
        }

        private static @Nullable Object step(@Nullable Object value, Step step, Budget budget) {
            budget.charge(1);
            return switch (step) {
                case Step.Name name ->
                    value instanceof Map<?, ?> map ? member(map, name, budget) : Values.Missing.MISSING;
                case Step.Index(int index) ->
                    value instanceof List<?> list && index < list.size() ? list.get(index) : Values.Missing.MISSING;
                case Step.Each each -> Values.Missing.MISSING;
            };
        }

        private static @Nullable Object member(Map<?, ?> map, Step.Name name, Budget budget) {
            if (map.containsKey(name.name())) {
                return map.get(name.name());
            }
            if (!name.exact()) {
                budget.charge(MEMBER * map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (name.matches((String) entry.getKey())) {
                        return entry.getValue();
                    }
                }
            }
            return Values.Missing.MISSING;
        }
    }

    /// The columns of a file, by name or by place (`_1`).
    final class Columns {
        static final int NONE = -1;
        private static final int TWICE = -2;

        private final List<String> header;
        private final Map<String, Integer> exact = new HashMap<>();
        private final Map<String, Integer> anyCase = new HashMap<>();

        /// @param header empty when columns have no names
        Columns(List<String> header) {
            this.header = List.copyOf(header);
            for (int i = 0; i < header.size(); i++) {
                exact.merge(header.get(i), i, (one, other) -> TWICE);
                anyCase.merge(Letters.lower(header.get(i)), i, (one, other) -> TWICE);
            }
        }

        String name(int index) {
            return index < header.size() ? header.get(index) : "_" + (index + 1);
        }

        /// Or [#NONE].
        int index(Step.Name name) {
            Integer found = name.exact() ? exact.get(name.name()) : anyCase.get(Letters.lower(name.name()));
            if (found != null && found == TWICE) {
                throw SelectErrors.error(
                        "AmbiguousFieldName",
                        "Field name matches to multiple fields in the file. Check the SQL expression and the file, and"
                                + " try again.");
            }
            return found == null ? place(name.name()) : found;
        }

        private static int place(String name) {
            if (name.length() < 2 || name.length() > 8 || name.charAt(0) != '_') {
                return NONE;
            }
            int place = 0;
            for (int i = 1; i < name.length(); i++) {
                int digit = Character.digit(name.charAt(i), 10);
                if (digit < 0) {
                    return NONE;
                }
                place = place * 10 + digit;
            }
            if (place == 0) {
                throw SelectErrors.error(
                        "InvalidColumnIndex",
                        "The column index in the SQL expression is not valid: columns begin at _1.");
            }
            return place - 1;
        }

        /// Every column that the query names has to be there.
        void check(Query query) {
            for (Expr.Path path : query.paths()) {
                if (path.steps().isEmpty()) {
                    continue;
                }
                if (!(path.steps().getFirst() instanceof Step.Name name)) {
                    throw SelectErrors.error("InvalidKeyPath", "The key path in the SQL expression is not valid.");
                }
                boolean known = index(name) != NONE;
                if (path.steps().size() > 1) {
                    throw known
                            ? SelectErrors.error("InvalidKeyPath", "The key path in the SQL expression is not valid.")
                            : SelectErrors.error(
                                    "InvalidTableAlias", "The SQL expression contains an invalid table alias.");
                }
                if (!known) {
                    throw SelectErrors.missingHeaders();
                }
            }
        }
    }
}
