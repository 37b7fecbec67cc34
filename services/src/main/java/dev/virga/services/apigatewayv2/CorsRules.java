package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Cors;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import java.util.List;
import java.util.Locale;

/// What an API with a CORS configuration answers to browsers: it replies to preflight requests
/// itself and sets the headers of every response, whatever the function set (docs:
/// apigateway/latest/developerguide/http-api-cors.html).
final class CorsRules {
    private static final List<String> HEADERS = List.of(
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Credentials",
            "Access-Control-Allow-Headers",
            "Access-Control-Allow-Methods",
            "Access-Control-Expose-Headers",
            "Access-Control-Max-Age");

    private CorsRules() {}

    static boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS")
                && request.headers().has("Origin")
                && request.headers().has("Access-Control-Request-Method");
    }

    static HttpResponse preflight(Cors cors, HttpRequest request) {
        HttpResponse response = new HttpResponse(204);
        String method = request.headers().get("Access-Control-Request-Method", "");
        List<String> methods = orEmpty(cors.allowMethods());
        if (!originAllowed(cors, request) || !(methods.contains("*") || methods.contains(method))) {
            return response;
        }
        apply(cors, request, response);
        response.header("Access-Control-Allow-Methods", String.join(",", methods));
        if (!orEmpty(cors.allowHeaders()).isEmpty()) {
            response.header("Access-Control-Allow-Headers", String.join(",", cors.allowHeaders()));
        }
        if (cors.maxAge() != null) {
            response.header("Access-Control-Max-Age", cors.maxAge().toString());
        }
        return response;
    }

    static void apply(Cors cors, HttpRequest request, HttpResponse response) {
        HEADERS.forEach(response.headers::remove);
        if (!request.headers().has("Origin") || !originAllowed(cors, request)) {
            return;
        }
        boolean any = orEmpty(cors.allowOrigins()).contains("*");
        response.header(
                "Access-Control-Allow-Origin", any ? "*" : request.headers().get("Origin", ""));
        if (!any) {
            response.header("Vary", "Origin");
        }
        if (Boolean.TRUE.equals(cors.allowCredentials())) {
            response.header("Access-Control-Allow-Credentials", "true");
        }
        if (!orEmpty(cors.exposeHeaders()).isEmpty()) {
            response.header("Access-Control-Expose-Headers", String.join(",", cors.exposeHeaders()));
        }
    }

    private static boolean originAllowed(Cors cors, HttpRequest request) {
        String origin = request.headers().get("Origin", "").toLowerCase(Locale.ROOT);
        for (String allowed : orEmpty(cors.allowOrigins())) {
            String pattern = allowed.toLowerCase(Locale.ROOT);
            int star = pattern.indexOf('*');
            if (star < 0 ? pattern.equals(origin) : matches(pattern, star, origin)) {
                return true;
            }
        }
        return false;
    }

    /// `https://*`, `https://*.example.com`: one star, which stands for any text.
    private static boolean matches(String pattern, int star, String origin) {
        String before = pattern.substring(0, star);
        String after = pattern.substring(star + 1);
        return origin.length() >= before.length() + after.length()
                && origin.startsWith(before)
                && origin.endsWith(after);
    }

    private static List<String> orEmpty(List<String> list) {
        return list == null ? List.of() : list;
    }
}
