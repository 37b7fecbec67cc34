package dev.virga.services.iam;

import dev.virga.kernel.policy.PolicyDocument;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Policy documents as they come and go: checked on the way in, percent-encoded on the way out.
final class Documents {
    private Documents() {}

    /// IAM answers with documents encoded after RFC 3986, and clients decode them.
    static String encode(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /// @throws dev.virga.wire.AwsException MalformedPolicyDocument
    static void check(String document, PolicyDocument.Kind kind) {
        PolicyDocument.parse(document, kind);
    }

    /// What counts for IAM's quotas.
    static int size(String document) {
        return (int) document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }
}
