package dev.virga.http;

import dev.virga.wire.RandomUuid;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers what never reached a handler: malformed requests, too large headers, too many requests.
/// With a request id like every answer, and in the client's own form where that is known: see
/// [Refusal].
final class PlainErrors extends ErrorHandler {
    private final Counters counters;

    PlainErrors(Counters counters) {
        this.counters = counters;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        switch (status) {
            case 500 -> {}
            case 503 -> counters.tooManyRequests.increment();
            case 408 -> counters.slowClients.increment();
            default -> counters.malformed.increment();
        }
        String requestId = RandomUuid.text();
        Refusal refusal = Refusal.of(request, status, requestId);
        response.getHeaders().put(refusal.s3() ? "x-amz-request-id" : "x-amzn-RequestId", requestId);
        if (refusal.code() != null) {
            response.getHeaders().put("x-amzn-ErrorType", refusal.code());
        }
        if (refusal.isCbor()) {
            response.getHeaders().put("smithy-protocol", "rpc-v2-cbor");
        }
        byte[] body = request.getMethod().equals("HEAD") ? new byte[0] : refusal.bytes();
        if (body.length > 0) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, refusal.type());
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
