package dev.virga.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers what never reached a handler: malformed requests, too large headers. One line that repeats
/// nothing of the request: of plain text, or of HTML where the client is to try again. botocore takes
/// a 5xx with HTML for a server's own error and tries again; at plain text its parser of XML fails.
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
        String line = response.getStatus() + " " + reason;
        boolean html = response.getStatus() >= 500;
        String text = html ? "<html><body>" + line + "</body></html>\n" : line + "\n";
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, html ? "text/html" : "text/plain");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
