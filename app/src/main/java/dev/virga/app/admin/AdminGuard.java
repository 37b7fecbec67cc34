package dev.virga.app.admin;

import dev.virga.wire.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lets only the owner of the data folder in: whoever knows the token and is no web page.
record AdminGuard(String token) {
    private static final String SCHEME = "Bearer ";

    /// @return why not, or null
    @Nullable
    String refusal(HttpRequest request) {
        // Only in development can others get this far: a server for a network keeps this API off it.
        if (!isLoopback(request.remoteAddress())) {
            return "the admin API is for the server's own machine";
        }
        // A page in a browser may reach 127.0.0.1, even under a name of its own (DNS rebinding).
        if (request.headers().has("Origin") || !isAddress(request.headers().get("Host", ""))) {
            return "the admin API is not for web pages";
        }
        String authorization = request.headers().get("Authorization", "");
        boolean known = authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(bytes(authorization.substring(SCHEME.length())), bytes(token));
        return known ? null : "the admin API needs the token of the server's home folder";
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// `localhost` or an IP address, with or without port: names are what rebinding needs.
    private static boolean isAddress(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
        return name.equals("localhost") || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");
    }
}
