package dev.virga.app.fuzz;

import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A request as bytes, so that it can be mutated as a whole:
///
///     dynamodb POST /?query
///     Name: value
///
///     body
///
/// @param service which it is meant for
record RequestText(String service, HttpRequest request, byte[] body) {
    private static final int MAX_HEADERS = 100;

    static byte[] write(String service, String method, String target, Headers headers, byte[] body) {
        StringBuilder head = new StringBuilder(service)
                .append(' ')
                .append(method)
                .append(' ')
                .append(target);
        head.append('\n');
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append('\n'));
        head.append('\n');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /// Takes whatever comes; what an HTTP parser refuses (control characters) becomes something
    /// harmless.
    static RequestText read(byte[] bytes) {
        int end = end(bytes);
        String[] lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\n", MAX_HEADERS + 2);
        String[] first = lines[0].split(" ", 3);
        Headers headers = new Headers();
        for (int i = 1; i < Math.min(lines.length, MAX_HEADERS); i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                String value = clean(lines[i].substring(colon + 1)).strip();
                headers.add(lines[i].substring(0, colon).replaceAll("[^!-~]", "x"), value);
            }
        }
        String target = first.length > 2 ? clean(first[2]).replace(' ', '+') : "/";
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        byte[] body = Arrays.copyOfRange(bytes, Math.min(bytes.length, end + 2), bytes.length);
        return new RequestText(
                first[0],
                new HttpRequest(
                        first.length > 1 ? first[1].replaceAll("[^A-Z]", "") : "GET",
                        path.startsWith("/") ? path : "/" + path,
                        mark < 0 ? null : target.substring(mark + 1),
                        headers,
                        Body.of(body),
                        "127.0.0.1",
                        false),
                body);
    }

    private static int end(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return bytes.length;
    }

    private static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || c == 127 ? '?' : c);
        }
        return out.toString();
    }
}
