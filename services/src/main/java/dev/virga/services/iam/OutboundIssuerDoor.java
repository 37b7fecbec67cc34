package dev.virga.services.iam;

import dev.virga.kernel.Directory;
import dev.virga.kernel.Door;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Json;
import dev.virga.wire.S3Addressing;
import java.util.Map;

/// Shows everybody the public keys of accounts' issuers, as OpenID Connect discovery wants it.
final class OutboundIssuerDoor implements Door {
    private final OutboundIssuers issuers;

    OutboundIssuerDoor(OutboundIssuers issuers) {
        this.issuers = issuers;
    }

    /// A bucket may have objects whose keys look like this.
    @Override
    public boolean takes(HttpRequest request) {
        return request.rawPath().startsWith(OutboundIssuers.PATH)
                && S3Addressing.bucket(Directory.host(request)) == null;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return new HttpResponse(405).header("Allow", "GET, HEAD");
        }
        String rest = request.rawPath().substring(OutboundIssuers.PATH.length());
        int slash = rest.indexOf('/');
        Map<String, Object> document =
                slash < 0 ? null : issuers.published(rest.substring(0, slash), rest.substring(slash));
        return document == null
                ? new HttpResponse(404)
                : new HttpResponse(200).body("application/json", Json.writeBytes(document));
    }
}
