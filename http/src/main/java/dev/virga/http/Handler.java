package dev.virga.http;

import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import java.io.IOException;

/// Answers requests. Called on a virtual thread of the request's own; it may block for as long as
/// it needs.
@FunctionalInterface
public interface Handler {
    /// The body of the answer is read and closed by the server, also when the client has gone.
    ///
    /// @throws IOException when the request's body cannot be read: the client gets a 400 if it is
    ///     still there
    HttpResponse handle(HttpRequest request) throws IOException;
}
