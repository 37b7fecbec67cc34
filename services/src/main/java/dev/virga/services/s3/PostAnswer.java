package dev.virga.services.s3;

import dev.virga.wire.HttpResponse;
import dev.virga.wire.Percent;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a form gets when its file is stored: a redirect, a document or nothing, as it asked.
final class PostAnswer {
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private PostAnswer() {}

    /// @param fields of the form, by name in lower case
    /// @param location of the object
    static HttpResponse of(Map<String, String> fields, String bucket, String key, String location, String etag) {
        String redirect = redirect(fields.getOrDefault("success_action_redirect", fields.get("redirect")));
        if (redirect != null) {
            String separator = redirect.indexOf('?') < 0 ? "?" : "&";
            return new HttpResponse(303)
                    .header("ETag", etag)
                    .header(
                            "Location",
                            redirect + separator + "bucket=" + Percent.encode(bucket) + "&key=" + Percent.encode(key)
                                    + "&etag=" + Percent.encode(etag));
        }
        HttpResponse answer =
                switch (fields.getOrDefault("success_action_status", "")) {
                    case "200" -> new HttpResponse(200);
                    case "201" -> created(bucket, key, location, etag);
                    default -> new HttpResponse(204);
                };
        return answer.header("ETag", etag).header("Location", location);
    }

    private static HttpResponse created(String bucket, String key, String location, String etag) {
        String body = XML + "<PostResponse><Location>" + escaped(location) + "</Location><Bucket>" + escaped(bucket)
                + "</Bucket><Key>" + escaped(key) + "</Key><ETag>" + escaped(etag) + "</ETag></PostResponse>";
        return new HttpResponse(201).body("application/xml", body.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append(c < ' ' && c != '\t' && c != '\n' ? '\ufffd' : (char) c);
            }
        });
        return out.toString();
    }

    /// Null when it is no address: then it is as if it were not there.
    private static @Nullable String redirect(@Nullable String given) {
        if (given == null) {
            return null;
        }
        try {
            URI uri = new URI(given);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? uri.toASCIIString() : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
