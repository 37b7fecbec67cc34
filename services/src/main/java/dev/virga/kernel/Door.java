package dev.virga.kernel;

import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import java.io.IOException;

/// A way into the cloud that is not an AWS operation: an HTTP API's URL, the admin API. Asked
/// before the gateway looks for a service.
public interface Door {
    /// Whether this request is for this door; looks at host and path only.
    boolean takes(HttpRequest request);

    HttpResponse handle(HttpRequest request) throws IOException;
}
