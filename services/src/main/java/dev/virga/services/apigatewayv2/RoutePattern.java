package dev.virga.services.apigatewayv2;

import dev.virga.wire.AwsException;
import dev.virga.wire.Percent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A route key, e.g. `GET /orders/{id}`, `ANY /files/{path+}` or `$default`.
///
/// Of the routes that match, a full match beats a variable segment, that beats a greedy one, and
/// `$default` comes last; at the same path a method beats `ANY` (docs:
/// apigateway/latest/developerguide/http-api-develop-routes.html).
///
/// @param method `ANY` for all, empty for `$default`
/// @param segments of the path; `{name}` and, as the last one, `{name+}`
record RoutePattern(String key, String method, List<String> segments) implements Comparable<RoutePattern> {
    static final String DEFAULT = "$default";
    private static final Set<String> METHODS =
            Set.of("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    static RoutePattern parse(String key) {
        if (key.equals(DEFAULT)) {
            return new RoutePattern(key, "", List.of());
        }
        int space = key.indexOf(' ');
        String method = space < 0 ? "" : key.substring(0, space);
        String path = space < 0 ? "" : key.substring(space + 1);
        if (!METHODS.contains(method) || !path.startsWith("/")) {
            throw invalid();
        }
        List<String> segments =
                path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
        for (int i = 0; i < segments.size(); i++) {
            check(segments.get(i), i == segments.size() - 1);
        }
        return new RoutePattern(key, method, segments);
    }

    private static void check(String segment, boolean last) {
        boolean variable = segment.startsWith("{");
        boolean greedy = segment.endsWith("+}");
        if (variable != segment.endsWith("}") || (greedy && !last) || segment.equals("{}") || segment.equals("{+}")) {
            throw invalid();
        }
    }

    private static AwsException invalid() {
        return new AwsException(
                "BadRequestException",
                400,
                "Specified route key does not match the expected format: Route key must be $default or contain a"
                        + " method and a path that starts with a slash");
    }

    /// The path variables when this route takes the request, else null.
    @Nullable
    Map<String, String> match(String requestMethod, List<String> path) {
        if (key.equals(DEFAULT)) {
            return Map.of();
        }
        if (!method.equals("ANY") && !method.equals(requestMethod)) {
            return null;
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.endsWith("+}")) {
                if (i >= path.size() || path.get(i).isEmpty()) {
                    return null;
                }
                String rest = String.join("/", path.subList(i, path.size()));
                variables.put(segment.substring(1, segment.length() - 2), Percent.decode(rest, false));
                return variables;
            }
            if (i >= path.size()) {
                return null;
            }
            String given = path.get(i);
            if (segment.startsWith("{")) {
                if (given.isEmpty()) {
                    return null;
                }
                variables.put(segment.substring(1, segment.length() - 1), Percent.decode(given, false));
            } else if (!segment.equals(given)) {
                return null;
            }
        }
        return path.size() == segments.size() ? variables : null;
    }

    /// The most specific first.
    @Override
    public int compareTo(RoutePattern other) {
        int shared = Math.min(segments.size(), other.segments.size());
        for (int i = 0; i < shared; i++) {
            int order = Integer.compare(rank(segments.get(i)), rank(other.segments.get(i)));
            if (order != 0) {
                return order;
            }
        }
        if (segments.size() != other.segments.size()) {
            return other.segments.size() - segments.size();
        }
        int byDefault = Boolean.compare(key.equals(DEFAULT), other.key.equals(DEFAULT));
        return byDefault != 0 ? byDefault : Boolean.compare(method.equals("ANY"), other.method.equals("ANY"));
    }

    private static int rank(String segment) {
        return !segment.startsWith("{") ? 0 : segment.endsWith("+}") ? 2 : 1;
    }
}
