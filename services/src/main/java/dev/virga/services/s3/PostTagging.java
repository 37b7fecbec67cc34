package dev.virga.services.s3;

import dev.virga.api.s3.PutObjectTaggingRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Percent;
import dev.virga.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// The tags of a form: a `<Tagging>` document, as PutObjectTagging takes it.
final class PostTagging {
    private static final int MAX_BYTES = 20 * 1024;

    private PostTagging() {}

    /// As PutObject takes them: `a=b&c=d`.
    static String form(String xml) {
        Body body = Body.of(xml.getBytes(StandardCharsets.UTF_8));
        HttpRequest request = new HttpRequest("PUT", "/b/k", "tagging", new Headers(), body, "", false);
        if (!(Wire.decode(S3Ops.MODEL, request, MAX_BYTES).input() instanceof PutObjectTaggingRequest input)
                || input.tagging() == null) {
            throw S3Errors.malformedXml();
        }
        Map<String, String> tags = Tags.read(input.tagging(), Tags.MAX_ON_OBJECT);
        return tags.entrySet().stream()
                .map(tag -> Percent.encode(tag.getKey()) + "=" + Percent.encode(tag.getValue()))
                .collect(Collectors.joining("&"));
    }
}
