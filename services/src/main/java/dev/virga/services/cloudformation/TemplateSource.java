package dev.virga.services.cloudformation;

import dev.virga.api.s3.GetObjectOutput;
import dev.virga.api.s3.GetObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Where a request's template comes from: its own text, or an object of this cloud's S3.
final class TemplateSource {
    /// Bytes of a template in a request; a larger one has to come from a bucket.
    private static final int MAX_BODY = 51_200;

    private final Cloud cloud;

    TemplateSource(Cloud cloud) {
        this.cloud = cloud;
    }

    /// @param previous text of the template before, for UsePreviousTemplate, or null
    String read(Call call, @Nullable String body, @Nullable String url, @Nullable String previous) {
        int given = (body == null ? 0 : 1) + (url == null ? 0 : 1) + (previous == null ? 0 : 1);
        if (given != 1) {
            throw CfnErrors.validation(
                    given == 0
                            ? "Either Template URL or Template Body must be specified."
                            : "Only one of Template URL, Template Body and UsePreviousTemplate may be specified.");
        }
        if (body != null) {
            if (body.getBytes(StandardCharsets.UTF_8).length > MAX_BODY) {
                throw CfnErrors.validation("1 validation error detected: Value at 'templateBody' failed to satisfy"
                        + " constraint: Member must have length less than or equal to " + MAX_BODY);
            }
            return body;
        }
        return url != null ? fetch(call, url) : String.valueOf(previous);
    }

    private String fetch(Call call, String url) {
        String[] address = address(url);
        GetObjectRequest input =
                GetObjectRequest.builder().bucket(address[0]).key(address[1]).build();
        try {
            GetObjectOutput object = cloud.call(call, S3Ops.GetObject, input);
            Body content = object.body();
            if (content == null) {
                return "";
            }
            try (var stream = content.stream()) {
                byte[] bytes = new Body(stream, content.length()).bytes(TemplateReader.MAX_BYTES);
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (AwsException e) {
            throw CfnErrors.validation("S3 error: " + e.getMessage() + " (" + e.code() + " for bucket " + address[0]
                    + ", key " + address[1] + ")");
        } catch (IOException e) {
            throw CfnErrors.validation("S3 error: the template could not be read: " + e.getMessage());
        }
    }

    /// Bucket and key of `https://s3.REGION.amazonaws.com/BUCKET/KEY`,
    /// `https://BUCKET.s3.amazonaws.com/KEY` or the same with another host.
    static String[] address(String url) {
        try {
            URI uri = new URI(url);
            String host = uri.getHost();
            String path = uri.getPath();
            if (host == null || path == null || !path.startsWith("/")) {
                throw wrong();
            }
            int s3 = host.indexOf(".s3.");
            s3 = s3 < 0 ? host.indexOf(".s3-") : s3;
            if (s3 > 0) {
                return new String[] {host.substring(0, s3), path.substring(1)};
            }
            int slash = path.indexOf('/', 1);
            if (slash < 0 || slash == path.length() - 1) {
                throw wrong();
            }
            return new String[] {path.substring(1, slash), path.substring(slash + 1)};
        } catch (URISyntaxException e) {
            throw wrong();
        }
    }

    private static AwsException wrong() {
        return CfnErrors.validation("TemplateURL must be a supported URL.");
    }
}
