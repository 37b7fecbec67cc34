package dev.virga.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Query parameters and headers of a REST request that no member of the input is bound to. Those
/// that belong to the signature, the route or the client's transport say nothing to the service.
final class UnboundParts {
    /// Headers that give an order to the service; all others are HTTP's.
    private static final String ORDERS = "x-amz-";

    private static final String CHECKSUMS = "x-amz-checksum-";

    private static final Set<String> QUIET_PARAMETERS = Set.of("x-id", "AWSAccessKeyId", "Signature", "Expires");

    private static final Set<String> QUIET_HEADERS = Set.of(
            "x-amz-date",
            "x-amz-security-token",
            "x-amz-content-sha256",
            "x-amz-decoded-content-length",
            "x-amz-trailer",
            "x-amz-te",
            "x-amz-target",
            "x-amz-user-agent",
            "x-amz-region-set",
            "x-amz-sdk-checksum-algorithm",
            "x-amz-cf-id");

    /// What the members of an input take.
    ///
    /// @param parameters names of query parameters
    /// @param anyParameter whether one member takes all that are left
    /// @param headers names in lower case
    /// @param prefixes of headers, in lower case
    record Bound(Set<String> parameters, boolean anyParameter, Set<String> headers, List<String> prefixes) {
        static Bound of(List<Member> members) {
            Set<String> parameters = new HashSet<>();
            Set<String> headers = new HashSet<>();
            Set<String> prefixes = new HashSet<>();
            boolean any = false;
            for (Member member : members) {
                switch (member.location()) {
                    case QUERY -> parameters.add(member.locationName());
                    case QUERY_PARAMS -> any = true;
                    case HEADER -> headers.add(member.locationName().toLowerCase(Locale.ROOT));
                    case PREFIX_HEADERS -> prefixes.add(member.locationName().toLowerCase(Locale.ROOT));
                    case LABEL, BODY, PAYLOAD, STATUS -> {}
                }
            }
            return new Bound(Set.copyOf(parameters), any, Set.copyOf(headers), List.copyOf(prefixes));
        }

        private boolean hasHeader(String name) {
            return headers.contains(name) || prefixes.stream().anyMatch(name::startsWith);
        }
    }

    private UnboundParts() {}

    static void count(Routed routed, Shape shape, UnknownMembers unknown) {
        Bound bound = shape.bound();
        if (!bound.anyParameter()) {
            for (QueryString.Parameter parameter : routed.parameters().parameters()) {
                String name = parameter.name();
                if (!bound.parameters().contains(name)
                        && !isQuiet(name)
                        && !routed.op().isUriParameter(name)) {
                    unknown.add(shape, name);
                }
            }
        }
        Headers headers = routed.request().headers();
        for (int i = 0; i < headers.size(); i++) {
            String sent = headers.name(i);
            if (sent.regionMatches(true, 0, ORDERS, 0, ORDERS.length())) {
                String name = sent.toLowerCase(Locale.ROOT);
                if (!QUIET_HEADERS.contains(name) && !name.startsWith(CHECKSUMS) && !bound.hasHeader(name)) {
                    unknown.add(shape, name);
                }
            }
        }
    }

    private static boolean isQuiet(String parameter) {
        return QUIET_PARAMETERS.contains(parameter) || parameter.regionMatches(true, 0, ORDERS, 0, ORDERS.length());
    }
}
