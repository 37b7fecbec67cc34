package dev.virga.kernel;

import dev.virga.wire.HttpRequest;
import java.util.Locale;

/// Tells requests that a page of some web site made a browser send to this machine. They reach a
/// server that listens on 127.0.0.1 only, also under a name of the page's own (DNS rebinding), and
/// can be signed with a secret that everybody knows.
final class CrossSite {
    private CrossSite() {}

    static boolean sent(HttpRequest request) {
        String origin = request.header("Origin");
        if (origin != null) {
            int scheme = origin.indexOf("://");
            return scheme < 0 || !isLocal(origin.substring(scheme + 3));
        }
        String site = request.header("Sec-Fetch-Site");
        if ("cross-site".equals(site)) {
            return true;
        }
        // A page chooses its User-Agent and where it is, but not what the browser calls this server.
        // AWS's own names, to which tools may point here, are nobody's to turn round.
        String host = request.headers().get("Host", "");
        return !host.isEmpty() && !isLocal(host) && !isAmazon(host);
    }

    private static boolean isAmazon(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "").endsWith(".amazonaws.com");
    }

    /// `localhost` and names under it, which browsers do not look up, and addresses.
    private static boolean isLocal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf(']')) {
            name = name.substring(0, colon);
        }
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || (name.startsWith("127.") && name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
    }
}
