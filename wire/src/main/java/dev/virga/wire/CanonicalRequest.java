package dev.virga.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The canonical form of a request, which both sides of Signature Version 4 build for themselves.
final class CanonicalRequest {
    /// How a path is written.
    enum PathRule {
        /// `.`, `..` and empty segments are resolved, then everything is encoded once more.
        NORMALISED,
        /// The path as it was sent: S3, where `a//b` and `a/../b` are keys.
        AS_SENT
    }

    private CanonicalRequest() {}

    /// @param leaveOut query parameters which are not part of the signed query
    static String of(
            HttpRequest request,
            PathRule rule,
            QueryString query,
            List<String> leaveOut,
            String signedHeaders,
            String payloadHash) {
        StringBuilder out = new StringBuilder(512);
        out.append(request.method()).append('\n');
        path(out, request.rawPath(), rule);
        out.append('\n');
        query(out, query, leaveOut);
        out.append('\n');
        headers(out, request.headers(), signedHeaders);
        out.append('\n').append(signedHeaders).append('\n').append(payloadHash);
        return out.toString();
    }

    static void path(StringBuilder out, String rawPath, PathRule rule) {
        String path = rawPath.isEmpty() ? "/" : rawPath;
        switch (rule) {
            case AS_SENT -> Percent.canonical(out, path);
            case NORMALISED -> Percent.encode(out, normalise(path), true);
        }
    }

    private static String normalise(String path) {
        if (!path.contains("//") && !path.contains("/.")) {
            return path;
        }
        List<String> kept = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (!kept.isEmpty()) {
                        kept.removeLast();
                    }
                }
                default -> kept.add(segment);
            }
        }
        boolean slash = !kept.isEmpty() && (path.endsWith("/") || path.endsWith("/.") || path.endsWith("/.."));
        return "/" + String.join("/", kept) + (slash ? "/" : "");
    }

    private record Pair(String name, String value) {}

    /// Sorted by encoded name, then by encoded value: not as text `name=value`, where `a-b` would
    /// come before `a`.
    private static void query(StringBuilder out, QueryString query, List<String> leaveOut) {
        List<Pair> pairs = new ArrayList<>(query.parameters().size());
        for (QueryString.Parameter parameter : query.parameters()) {
            if (!leaveOut.contains(parameter.name())) {
                pairs.add(new Pair(Percent.encode(parameter.name()), Percent.encode(parameter.text())));
            }
        }
        pairs.sort(Comparator.comparing(Pair::name).thenComparing(Pair::value));
        for (int i = 0; i < pairs.size(); i++) {
            if (i > 0) {
                out.append('&');
            }
            out.append(pairs.get(i).name).append('=').append(pairs.get(i).value);
        }
    }

    private static void headers(StringBuilder out, Headers headers, String signedHeaders) {
        int start = 0;
        while (start <= signedHeaders.length()) {
            int end = signedHeaders.indexOf(';', start);
            if (end < 0) {
                end = signedHeaders.length();
            }
            String name = signedHeaders.substring(start, end);
            out.append(name.toLowerCase(Locale.ROOT)).append(':');
            headerValues(out, headers, name);
            out.append('\n');
            start = end + 1;
        }
    }

    /// HTTP/2 clients may sign `:authority`, which is in the place of `Host`.
    private static void headerValues(StringBuilder out, Headers headers, String signed) {
        String name = signed.equals(":authority") ? "Host" : signed;
        int count = 0;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(name)) {
                if (count++ > 0) {
                    out.append(',');
                }
                trimmed(out, text(headers.value(i)));
            }
        }
    }

    /// HTTP hands over bytes as characters of Latin-1, and clients sign what they sent as UTF-8.
    static String text(String value) {
        boolean beyondAscii = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xFF) {
                return value;
            }
            beyondAscii |= c > 0x7F;
        }
        if (!beyondAscii) {
            return value;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    /// Without blanks at both ends, and with one where there are several.
    private static void trimmed(StringBuilder out, String value) {
        if (isTrimmed(value)) {
            out.append(value);
            return;
        }
        boolean blank = false;
        boolean any = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                blank = true;
            } else {
                if (blank && any) {
                    out.append(' ');
                }
                blank = false;
                any = true;
                out.append(c);
            }
        }
    }

    /// Nearly every value is, and those are copied in one piece.
    private static boolean isTrimmed(String value) {
        boolean blank = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > ' ') {
                blank = false;
            } else if (blank || c != ' ') {
                return false;
            } else {
                blank = true;
            }
        }
        return value.isEmpty() || !blank;
    }

    static String stringToSign(String algorithm, String timestamp, String scope, String canonical) {
        return algorithm + "\n" + timestamp + "\n" + scope + "\n" + Sha256.hex(canonical);
    }
}
