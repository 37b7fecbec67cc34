package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Headers that a presigned URL of S3 carries in its query: signers put them there so that whoever
/// follows the URL need not send them. They hold as if they had been sent.
final class PresignedHeaders {
    /// What belongs to the signature itself.
    private static final Set<String> OF_THE_SIGNATURE = Set.of(
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-expires",
            "x-amz-region-set",
            "x-amz-security-token",
            "x-amz-signature",
            "x-amz-signedheaders");

    /// Those beside `x-amz-…` that version 2 signs as well: as they are here, and nothing else that
    /// differs in case only.
    private static final Set<String> OF_VERSION_2 = Set.of("content-md5", "content-type");

    private static final char DELETE = 0x7F;

    private PresignedHeaders() {}

    /// The request with them among its headers. A header that was sent itself stays as it is: it is
    /// part of what was signed.
    static HttpRequest ofVersion4(HttpRequest request, QueryString query) {
        return promoted(request, query, Set.of());
    }

    /// The same for version 2.
    static HttpRequest ofVersion2(HttpRequest request, QueryString query) {
        return promoted(request, query, OF_VERSION_2);
    }

    private static HttpRequest promoted(HttpRequest request, QueryString query, Set<String> others) {
        Headers all = null;
        for (QueryString.Parameter parameter : query.parameters()) {
            String name = parameter.name().toLowerCase(Locale.ROOT);
            boolean header = name.startsWith("x-amz-") && !OF_THE_SIGNATURE.contains(name);
            if ((header || others.contains(parameter.name()))
                    && !request.headers().has(name)) {
                all = all == null ? copy(request.headers()) : all;
                all.add(name, sent(name, parameter.text()));
            }
        }
        return all == null ? request : request.withHeaders(all);
    }

    /// As HTTP would have handed it over: bytes as characters of Latin-1.
    private static String sent(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) == DELETE) {
                throw new AwsException("InvalidArgument", 400, "Header " + name + " has characters that no header has");
            }
        }
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Headers copy(Headers headers) {
        Headers copy = new Headers();
        headers.forEach(copy::add);
        return copy;
    }
}
