package dev.virga.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers what never reached a handler: malformed requests, too large headers. One line of plain
/// text that repeats nothing of the request.
final class PlainErrors extends ErrorHandler {
    private final Counters counters;

    PlainErrors(Counters counters) {
        this.counters = counters;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        switch (response.getStatus()) {
            case 500 -> {}
            case 503 -> counters.tooManyRequests.increment();
            case 408 -> counters.slowClients.increment();
            default -> counters.malformed.increment();
        }
        String reason = HttpStatus.getMessage(response.getStatus());
        byte[] body = (response.getStatus() + " " + reason + "\n").getBytes(StandardCharsets.US_ASCII);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
