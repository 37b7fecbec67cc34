package dev.virga.conformance;

import dev.virga.wire.Json;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares what two clients were answered. What differs by nature is taken out first: names and
/// ids that each run has of its own, times, and what only one of the clients can show.
final class CallComparison {
    /// Clients differ in whether they show it.
    private static final Set<Object> EMPTY = Set.of("", Map.of("$blob", ""));

    /// Boto3 and the AWS CLI ask for it themselves and undo it themselves.
    private static final Set<String> OWN_DOING = Set.of("EncodingType");

    private static final Pattern RANDOM = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}" + "|\\bA[A-Z]{3}[A-Z0-9]{16,17}\\b"
                    // Sequence numbers of Kinesis.
                    + "|\\b49\\d{54}\\b");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-][\\d:]+)");
    private static final Pattern ENDPOINT = Pattern.compile("https?://(127\\.0\\.0\\.1|localhost)(:\\d+)?");
    private static final long EARLIEST_MILLIS = 1_600_000_000_000L;
    private static final long LATEST_MILLIS = 2_000_000_000_000L;

    private final CallScript script;

    CallComparison(CallScript script) {
        this.script = script;
    }

    /// One line a difference: the call, where, and the two values.
    List<String> differences(CallScript.Played one, CallScript.Played other) {
        List<String> differences = new ArrayList<>();
        List<?> left = plain(one);
        List<?> right = plain(other);
        for (int i = 0; i < script.steps().size(); i++) {
            CallScript.Step step = script.steps().get(i);
            String call = "call " + i + " " + step.service() + " " + step.operation();
            List<String> known = other.known().get(step.service() + "." + step.operation());
            compare(call, left.get(i), right.get(i), known, differences);
        }
        return differences;
    }

    /// @param known members that the other client can show, or null for all
    private static void compare(
            String where,
            @Nullable Object one,
            @Nullable Object other,
            @Nullable List<String> known,
            List<String> found) {
        if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
            Set<Object> keys = new TreeSet<>(left.keySet());
            keys.addAll(right.keySet());
            // A client that shows no status has none to compare.
            keys.removeIf(key -> key.equals("status") && !(left.containsKey(key) && right.containsKey(key)));
            keys.removeIf(key -> !right.containsKey(key) && known != null && !known.contains(key));
            keys.forEach(key -> compare(where + "." + key, left.get(key), right.get(key), known, found));
        } else if (one instanceof List<?> left && other instanceof List<?> right && left.size() == right.size()) {
            for (int i = 0; i < left.size(); i++) {
                compare(where + "." + i, left.get(i), right.get(i), known, found);
            }
        } else if (!String.valueOf(one).equals(String.valueOf(other))) {
            found.add(where + ": " + one + " | " + other);
        }
    }

    private List<Object> plain(CallScript.Played played) {
        List<Map.Entry<String, String>> names = played.variables().entrySet().stream()
                .filter(variable -> variable.getValue().length() > 3)
                .sorted(Comparator.comparingInt(variable -> -variable.getValue().length()))
                .toList();
        List<Object> plain = new ArrayList<>();
        for (int i = 0; i < played.answers().size(); i++) {
            Map<String, Object> answer = new TreeMap<>(played.answers().get(i));
            if (script.steps().get(i).operation().startsWith("Head")
                    && answer.get("error") instanceof Map<?, ?> error) {
                // The answer to HEAD has no body, so clients make up a code and a message.
                answer.put(
                        "error",
                        Map.of("status", error.containsKey("status") ? error.get("status") : error.get("code")));
            }
            plain.add(plain(answer, names));
        }
        return plain;
    }

    private static Object plain(Object value, List<Map.Entry<String, String>> names) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> plain = new LinkedHashMap<>();
                map.forEach((key, one) -> {
                    if (one != null && !OWN_DOING.contains(key) && !EMPTY.contains(one)) {
                        plain.put(plain(key, names), plain(one, names));
                    }
                });
                yield plain;
            }
            case List<?> list -> list.stream().map(one -> plain(one, names)).toList();
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            case Double number -> plain(BigDecimal.valueOf(number), names);
            case Long number -> isTime(number) ? "<time>" : number;
            case String text -> text.startsWith("%7B") ? document(text, names) : plain(text, names);
            default -> value;
        };
    }

    /// A policy: boto3 and the AWS CLI decode them.
    private static Object document(String encoded, List<Map.Entry<String, String>> names) {
        return plain(Json.parse(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8)), names);
    }

    private static boolean isTime(long millis) {
        return millis > EARLIEST_MILLIS && millis < LATEST_MILLIS;
    }

    private static String plain(String text, List<Map.Entry<String, String>> names) {
        String plain = text;
        for (Map.Entry<String, String> name : names) {
            plain = plain.replace(name.getValue(), "${" + name.getKey() + "}");
        }
        plain = RANDOM.matcher(plain).replaceAll("<random>");
        plain = TIME.matcher(plain).replaceAll("<time>");
        return ENDPOINT.matcher(plain).replaceAll("<endpoint>");
    }

    /// The calls that did not end as the script says.
    List<String> unexpected(CallScript.Played played) {
        List<String> unexpected = new ArrayList<>();
        for (int i = 0; i < script.steps().size(); i++) {
            CallScript.Step step = script.steps().get(i);
            Map<String, Object> answer = played.answers().get(i);
            String code = answer.get("error") instanceof Map<?, ?> error ? String.valueOf(error.get("code")) : null;
            if (!java.util.Objects.equals(code, step.fails())) {
                unexpected.add("call " + i + " " + step.service() + " " + step.operation() + ": " + shortened(answer));
            }
        }
        return unexpected;
    }

    private static String shortened(Object value) {
        return String.valueOf(value)
                .lines()
                .collect(Collectors.joining(" "))
                .transform(s -> s.length() > 300 ? s.substring(0, 300) + "…" : s);
    }
}
