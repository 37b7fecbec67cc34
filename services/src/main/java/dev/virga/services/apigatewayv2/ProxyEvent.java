package dev.virga.services.apigatewayv2;

import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.QueryString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The event that a function gets for an HTTP request, in payload format 2.0 or 1.0 (docs:
/// apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
///
/// @param path as the client sent it, still encoded, without what named the API
/// @param stageVariables null when the stage has none
record ProxyEvent(
        HttpRequest request,
        byte[] body,
        String account,
        String apiId,
        String domainName,
        String stage,
        String routeKey,
        String path,
        Map<String, String> pathParameters,
        @Nullable Map<String, String> stageVariables,
        String requestId,
        Instant time) {
    private static final DateTimeFormatter CLF_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    Map<String, Object> version2() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", routeKey);
        event.put("rawPath", path);
        event.put("rawQueryString", request.rawQuery() == null ? "" : request.rawQuery());
        List<String> cookies = cookies();
        if (!cookies.isEmpty()) {
            event.put("cookies", cookies);
        }
        Map<String, List<String>> headers = headers();
        headers.remove("cookie");
        event.put("headers", joined(headers));
        Map<String, List<String>> query = query();
        if (!query.isEmpty()) {
            event.put("queryStringParameters", joined(query));
        }
        event.put("requestContext", context2());
        if (!pathParameters.isEmpty()) {
            event.put("pathParameters", pathParameters);
        }
        if (stageVariables != null) {
            event.put("stageVariables", stageVariables);
        }
        boolean text = isText();
        if (body.length > 0) {
            event.put("body", bodyText(text));
        }
        event.put("isBase64Encoded", body.length > 0 && !text);
        return event;
    }

    private Map<String, Object> context2() {
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("method", request.method());
        http.put("path", path);
        http.put("protocol", "HTTP/1.1");
        http.put("sourceIp", request.remoteAddress());
        http.put("userAgent", request.headers().get("User-Agent", ""));
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("accountId", account);
        context.put("apiId", apiId);
        context.put("domainName", domainName);
        context.put("domainPrefix", apiId);
        context.put("http", http);
        context.put("requestId", requestId);
        context.put("routeKey", routeKey);
        context.put("stage", stage);
        context.put("time", CLF_TIME.format(time));
        context.put("timeEpoch", time.toEpochMilli());
        return context;
    }

    Map<String, Object> version1() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "1.0");
        event.put("resource", resource());
        event.put("path", path);
        event.put("httpMethod", request.method());
        Map<String, List<String>> headers = headers();
        event.put("headers", last(headers));
        event.put("multiValueHeaders", headers);
        Map<String, List<String>> query = query();
        event.put("queryStringParameters", query.isEmpty() ? null : last(query));
        event.put("multiValueQueryStringParameters", query.isEmpty() ? null : query);
        event.put("requestContext", context1());
        event.put("pathParameters", pathParameters.isEmpty() ? null : pathParameters);
        event.put("stageVariables", stageVariables);
        boolean text = isText();
        event.put("body", body.length == 0 ? null : bodyText(text));
        event.put("isBase64Encoded", body.length > 0 && !text);
        return event;
    }

    private Map<String, Object> context1() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("sourceIp", request.remoteAddress());
        identity.put("userAgent", request.headers().get("User-Agent", ""));
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("accountId", account);
        context.put("apiId", apiId);
        context.put("domainName", domainName);
        context.put("domainPrefix", apiId);
        context.put("extendedRequestId", requestId);
        context.put("httpMethod", request.method());
        context.put("identity", identity);
        context.put("path", path);
        context.put("protocol", "HTTP/1.1");
        context.put("requestId", requestId);
        context.put("requestTime", CLF_TIME.format(time));
        context.put("requestTimeEpoch", time.toEpochMilli());
        context.put("resourceId", routeKey);
        context.put("resourcePath", resource());
        context.put("stage", stage);
        return context;
    }

    private String resource() {
        int space = routeKey.indexOf(' ');
        return space < 0 ? routeKey : routeKey.substring(space + 1);
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        request.headers().forEachLowerCase((name, value) -> all.computeIfAbsent(name, n -> new ArrayList<>(1))
                .add(value));
        return all;
    }

    private List<String> cookies() {
        List<String> cookies = new ArrayList<>();
        Headers headers = request.headers();
        for (String line : headers.all("Cookie")) {
            for (String cookie : line.split(";")) {
                if (!cookie.isBlank()) {
                    cookies.add(cookie.strip());
                }
            }
        }
        return cookies;
    }

    private Map<String, List<String>> query() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (QueryString.Parameter parameter :
                QueryString.parse(request.rawQuery(), true).parameters()) {
            all.computeIfAbsent(parameter.name(), n -> new ArrayList<>(1)).add(parameter.text());
        }
        return all;
    }

    private static Map<String, String> joined(Map<String, List<String>> multi) {
        Map<String, String> single = new LinkedHashMap<>();
        multi.forEach((name, values) -> single.put(name, String.join(",", values)));
        return single;
    }

    private static Map<String, String> last(Map<String, List<String>> multi) {
        Map<String, String> single = new LinkedHashMap<>();
        multi.forEach((name, values) -> single.put(name, values.getLast()));
        return single;
    }

    private String bodyText(boolean text) {
        return text
                ? new String(body, StandardCharsets.UTF_8)
                : Base64.getEncoder().encodeToString(body);
    }

    /// Text goes as it is, everything else in base64.
    private boolean isText() {
        String type = request.headers().get("Content-Type", "").toLowerCase(Locale.ROOT);
        int end = type.indexOf(';');
        String media = end < 0 ? type.strip() : type.substring(0, end).strip();
        return media.startsWith("text/")
                || media.equals("application/json")
                || media.endsWith("+json")
                || media.equals("application/xml")
                || media.equals("application/javascript");
    }
}
