package dev.virga.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the operation of a REST request by method, path, literal query parameters and, where
/// operations share all three (S3's PutObject, CopyObject and UploadPart), by the parameters and
/// headers that they require. Immutable.
final class RestRouter {
    /// More segments than any route or key needs: a path is split before it is matched.
    static final int MAX_SEGMENTS = 2048;

    /// @param labels decoded values by name
    record Match(Op<?, ?> op, Map<String, String> labels) {}

    private final Map<String, List<Route>> byMethod;

    RestRouter(Model model) {
        Map<String, List<Route>> found = new HashMap<>();
        for (Op<?, ?> op : model.ops().values()) {
            String method = op.method();
            String uri = op.uri();
            if (method != null && uri != null) {
                found.computeIfAbsent(method, m -> new ArrayList<>()).add(Route.of(op, uri));
            }
        }
        found.replaceAll((method, routes) -> sorted(routes));
        byMethod = Map.copyOf(found);
    }

    private static List<Route> sorted(List<Route> routes) {
        Map<String, List<Route>> same = new HashMap<>();
        for (Route route : routes) {
            same.computeIfAbsent(route.signature(), s -> new ArrayList<>()).add(route);
        }
        List<Route> all = new ArrayList<>();
        for (List<Route> group : same.values()) {
            for (Route route : group) {
                all.add(group.size() > 1 ? route.withRequired() : route);
            }
        }
        all.sort(MOST_SPECIFIC_FIRST);
        return List.copyOf(all);
    }

    private static final Comparator<Route> MOST_SPECIFIC_FIRST = (a, b) -> {
        int common = Math.min(a.segments.size(), b.segments.size());
        for (int i = 0; i < common; i++) {
            int c = Integer.compare(a.segments.get(i).rank(), b.segments.get(i).rank());
            if (c != 0) {
                return c;
            }
        }
        if (a.segments.size() != b.segments.size()) {
            return b.segments.size() - a.segments.size();
        }
        if (a.literals.size() != b.literals.size()) {
            return b.literals.size() - a.literals.size();
        }
        return b.required.size() - a.required.size();
    };

    /// @param path still percent-encoded
    @Nullable
    Match match(String method, String path, Headers headers, QueryString query) {
        List<Route> routes = byMethod.get(method);
        if (routes == null) {
            return null;
        }
        String relative = path.startsWith("/") ? path.substring(1) : path;
        String[] segments = relative.isEmpty() ? new String[0] : relative.split("/", MAX_SEGMENTS);
        for (Route route : routes) {
            Map<String, String> labels = route.match(segments, headers, query);
            if (labels != null) {
                return new Match(route.op, labels);
            }
        }
        return null;
    }

    private record Segment(String text, boolean label, boolean greedy) {
        static Segment of(String text) {
            boolean label = text.startsWith("{");
            boolean greedy = text.endsWith("+}");
            String name = label ? text.substring(1, text.length() - (greedy ? 2 : 1)) : text;
            return new Segment(name, label, greedy);
        }

        int rank() {
            return greedy ? 2 : label ? 1 : 0;
        }
    }

    private record Route(
            Op<?, ?> op, List<Segment> segments, List<QueryString.Parameter> literals, List<Member> required) {
        static Route of(Op<?, ?> op, String uri) {
            int mark = uri.indexOf('?');
            String path = mark < 0 ? uri : uri.substring(0, mark);
            List<Segment> segments = new ArrayList<>();
            for (String part : path.substring(1).split("/", -1)) {
                segments.add(Segment.of(part));
            }
            // A slash at the end of the pattern is optional in requests.
            if (segments.getLast().text().isEmpty()) {
                segments.removeLast();
            }
            QueryString query = QueryString.parse(mark < 0 ? null : uri.substring(mark + 1), false);
            return new Route(op, List.copyOf(segments), query.parameters(), List.of());
        }

        String signature() {
            StringBuilder text = new StringBuilder();
            for (Segment segment : segments) {
                text.append('/').append(segment.label ? "{" + segment.rank() : segment.text);
            }
            return text.append(literals).toString();
        }

        Route withRequired() {
            List<Member> found = new ArrayList<>();
            for (Member member : op.input().members()) {
                boolean visible = member.location() == Location.QUERY || member.location() == Location.HEADER;
                if (member.required() && visible) {
                    found.add(member);
                }
            }
            return new Route(op, segments, literals, List.copyOf(found));
        }

        /// The labels, or null when the request is for another operation.
        @Nullable
        Map<String, String> match(String[] path, Headers headers, QueryString query) {
            int last = segments.size();
            Map<String, String> labels = null;
            boolean greedy = false;
            int at = 0;
            for (int i = 0; i < last; i++) {
                Segment segment = segments.get(i);
                int next = segment.greedy ? path.length - (last - i - 1) : at + 1;
                if (next <= at || next > path.length) {
                    return null;
                }
                if (segment.label) {
                    String value = next == at + 1 ? path[at] : join(path, at, next);
                    if (value.isEmpty()) {
                        return null;
                    }
                    labels = labels == null ? new HashMap<>() : labels;
                    labels.put(segment.text, value);
                } else if (!segment.text.equals(path[at])) {
                    return null;
                }
                greedy |= segment.greedy;
                at = next;
            }
            boolean slash = at == path.length - 1 && path[at].isEmpty() && !greedy;
            if ((at != path.length && !slash) || !hasLiterals(query) || !hasRequired(headers, query)) {
                return null;
            }
            if (labels == null) {
                return Map.of();
            }
            labels.replaceAll((name, value) -> Percent.decode(value, false));
            return labels;
        }

        private static String join(String[] path, int from, int to) {
            StringBuilder text = new StringBuilder(path[from]);
            for (int i = from + 1; i < to; i++) {
                text.append('/').append(path[i]);
            }
            return text.toString();
        }

        private boolean hasLiterals(QueryString query) {
            for (QueryString.Parameter literal : literals) {
                boolean found = false;
                for (QueryString.Parameter given : query.parameters()) {
                    found |= given.name().equals(literal.name())
                            && (literal.value() == null || literal.value().equals(given.value()));
                }
                if (!found) {
                    return false;
                }
            }
            return true;
        }

        private boolean hasRequired(Headers headers, QueryString query) {
            for (Member member : required) {
                boolean found = member.location() == Location.HEADER
                        ? headers.has(member.locationName())
                        : query.has(member.locationName());
                if (!found) {
                    return false;
                }
            }
            return true;
        }
    }
}
