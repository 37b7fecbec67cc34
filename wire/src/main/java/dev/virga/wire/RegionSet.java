package dev.virga.wire;

import dev.virga.wire.AuthErrors.Dialect;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The regions that a signature of Version 4a is good for: `us-east-1,eu-*`.
final class RegionSet {
    private static final Pattern REGION = Pattern.compile("(?:^|\\.|-)([a-z]{2}(?:-[a-z]{3,10}){1,2}-[0-9])\\.");
    private static final int MAX_HOST_LENGTH = 255;

    private RegionSet() {}

    /// The one that is meant: what the host names, or else the first of the set that is no pattern.
    static String region(HttpRequest request, @Nullable String set, Dialect dialect) {
        if (set == null || set.isBlank()) {
            throw AuthErrors.incomplete(dialect, SigV4.Algorithm.ECDSA.token() + " requires 'X-Amz-Region-Set'.");
        }
        String host = request.headers().get("Host", "");
        Matcher named = REGION.matcher(host.substring(0, Math.min(host.length(), MAX_HOST_LENGTH)));
        if (named.find()) {
            if (!covers(set, named.group(1))) {
                throw AuthErrors.invalidSignature(dialect, "Credential should be scoped to a valid region. ");
            }
            return named.group(1);
        }
        for (String pattern : set.split(",")) {
            if (!pattern.isBlank() && pattern.indexOf('*') < 0) {
                return pattern.strip();
            }
        }
        return "us-east-1";
    }

    static boolean covers(String set, String region) {
        for (String part : set.split(",")) {
            String pattern = part.strip();
            int star = pattern.indexOf('*');
            boolean matches = star < 0
                    ? pattern.equals(region)
                    : region.length() >= pattern.length() - 1
                            && region.startsWith(pattern.substring(0, star))
                            && region.endsWith(pattern.substring(star + 1));
            if (matches) {
                return true;
            }
        }
        return false;
    }
}
