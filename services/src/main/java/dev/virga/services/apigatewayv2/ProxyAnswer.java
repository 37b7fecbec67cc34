package dev.virga.services.apigatewayv2;

import dev.virga.wire.AwsException;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a function answered, as an HTTP response. Format 2.0 takes any JSON: an object with
/// `statusCode` is a response, everything else is the body of one. Format 1.0 wants the response
/// object.
final class ProxyAnswer {
    /// A function may not set these: they belong to the connection.
    private static final List<String> CONNECTION_HEADERS =
            List.of("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer");

    /// What no name of a header may hold.
    private static final String SEPARATORS = "()<>@,;:\\\"/[]?={}";

    private ProxyAnswer() {}

    /// Null when the answer is not valid, which the client sees as 500.
    static @Nullable HttpResponse read(byte[] payload, boolean version2) {
        Object value;
        try {
            value = Json.parse(payload);
        } catch (AwsException notJson) {
            return version2 ? new HttpResponse(200).body("text/plain; charset=utf-8", payload) : null;
        }
        if (value instanceof Map<?, ?> object && (object.containsKey("statusCode") || !version2)) {
            return response(object);
        }
        if (!version2) {
            return null;
        }
        byte[] body = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : payload;
        return new HttpResponse(200).body("application/json", body);
    }

    private static @Nullable HttpResponse response(Map<?, ?> object) {
        Integer status = status(object.get("statusCode"));
        if (status == null) {
            return null;
        }
        HttpResponse response = new HttpResponse(status);
        byte[] body = body(object);
        if (body == null || !headers(object, response)) {
            return null;
        }
        String type = response.headers.get("Content-Type");
        return response.body(type == null ? "text/plain; charset=utf-8" : type, body);
    }

    private static @Nullable Integer status(@Nullable Object value) {
        try {
            int status =
                    switch (value) {
                        case Number number -> new BigDecimal(number.toString()).intValueExact();
                        case String text -> Integer.parseInt(text);
                        case null, default -> -1;
                    };
            return status >= 200 && status <= 599 ? status : null;
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static byte @Nullable [] body(Map<?, ?> object) {
        Object body = object.get("body");
        if (body == null) {
            return new byte[0];
        }
        String text = body instanceof String s ? s : Json.write(body);
        if (!Boolean.TRUE.equals(object.get("isBase64Encoded"))) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean headers(Map<?, ?> object, HttpResponse response) {
        if (object.get("headers") instanceof Map<?, ?> single) {
            for (Map.Entry<?, ?> header : single.entrySet()) {
                if (!add(response, String.valueOf(header.getKey()), header.getValue())) {
                    return false;
                }
            }
        }
        if (object.get("multiValueHeaders") instanceof Map<?, ?> multi) {
            for (Map.Entry<?, ?> header : multi.entrySet()) {
                String name = String.valueOf(header.getKey());
                response.headers.remove(name);
                for (Object value : header.getValue() instanceof List<?> list ? list : List.of()) {
                    if (!add(response, name, value)) {
                        return false;
                    }
                }
            }
        }
        if (object.get("cookies") instanceof List<?> cookies) {
            for (Object cookie : cookies) {
                if (!add(response, "Set-Cookie", cookie)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// False for a header that could change the meaning of the response on the wire.
    private static boolean add(HttpResponse response, String name, @Nullable Object value) {
        String text = String.valueOf(value);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || SEPARATORS.indexOf(c) >= 0) {
                return false;
            }
        }
        if (name.isEmpty() || text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            return false;
        }
        if (value != null && CONNECTION_HEADERS.stream().noneMatch(name::equalsIgnoreCase)) {
            response.headers.add(name, text);
        }
        return true;
    }
}
