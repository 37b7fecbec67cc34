package dev.virga.http;

import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Turns the engine's request into ours and our response into the engine's. Runs on a virtual
/// thread a request.
final class Exchange extends org.eclipse.jetty.server.Handler.Abstract {
    /// A body of known length up to here goes out in one piece, together with the headers.
    private static final int SMALL_BODY_BYTES = 64 << 10;
    private static final int COPY_BUFFER_BYTES = 64 << 10;
    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private final Handler handler;
    private final int maxHeaderLineBytes;

    Exchange(Handler handler, int maxHeaderLineBytes) {
        this.handler = handler;
        this.maxHeaderLineBytes = maxHeaderLineBytes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // While a handler works the connection is not idle, however long that takes.
        request.addIdleTimeoutListener(timeout -> false);
        Headers headers = headers(request.getHeaders());
        if (headers == null) {
            Response.writeError(request, response, callback, 431);
            return true;
        }
        HttpResponse answer;
        try {
            answer = handler.handle(request(request, headers));
        } catch (HttpException.RuntimeException | HttpException.IllegalArgumentException e) {
            Response.writeError(request, response, callback, ((HttpException) e).getCode());
            return true;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the request could not be read", e);
            Response.writeError(request, response, callback, 400);
            return true;
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a handler failed", e);
            Response.writeError(request, response, callback, 500);
            return true;
        }
        answer(answer, request, response, callback);
        return true;
    }

    /// Null when one is too long.
    private @Nullable Headers headers(HttpFields fields) {
        Headers headers = new Headers();
        for (HttpField field : fields) {
            String value = field.getValue();
            if (value == null) {
                value = "";
            }
            if (field.getName().length() + value.length() > maxHeaderLineBytes) {
                return null;
            }
            headers.add(field.getName(), value);
        }
        return headers;
    }

    private static HttpRequest request(Request request, Headers headers) {
        String target = RawTargets.target(request.getConnectionMetaData());
        int query = target.indexOf('?');
        long length = request.getLength();
        Body body = length == 0 ? Body.EMPTY : new Body(Content.Source.asInputStream(request), length);
        return new HttpRequest(
                request.getMethod(),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? null : target.substring(query + 1),
                headers,
                body,
                Request.getRemoteAddr(request),
                request.isSecure());
    }

    private static void answer(HttpResponse answer, Request request, Response response, Callback callback) {
        try (InputStream body = answer.body.stream()) {
            boolean head = request.getMethod().equals("HEAD");
            copyHead(answer, head, response);
            if (head || withoutBody(answer.status)) {
                Content.Sink.write(response, true, null);
            } else if (answer.body.length() >= 0 && answer.body.length() <= SMALL_BODY_BYTES) {
                byte[] bytes = answer.body.bytes(SMALL_BODY_BYTES);
                if (bytes.length != answer.body.length()) {
                    throw new IOException("the body is shorter than was announced");
                }
                Content.Sink.write(response, true, ByteBuffer.wrap(bytes));
            } else {
                copy(body, answer.body.length(), response);
            }
            callback.succeeded();
        } catch (IOException e) {
            // The client has gone, or the source of the body failed: either way the connection must not look complete.
            LOG.log(System.Logger.Level.DEBUG, "an answer was not sent to its end", e);
            callback.failed(e);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "an answer could not be sent", e);
            callback.failed(e);
        }
    }

    private static void copyHead(HttpResponse answer, boolean head, Response response) {
        response.setStatus(answer.status);
        HttpFields.Mutable fields = response.getHeaders();
        answer.headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Transfer-Encoding")) {
                fields.add(checkedName(name), checkedValue(value));
            }
        });
        long length = answer.body.length();
        String announced = head ? answer.headers.get("Content-Length") : null;
        if (announced != null && !announced.isEmpty() && announced.chars().allMatch(c -> c >= '0' && c <= '9')) {
            fields.put(HttpHeader.CONTENT_LENGTH, announced);
        } else if (length >= 0 && !withoutBody(answer.status)) {
            fields.put(HttpHeader.CONTENT_LENGTH, length);
        }
    }

    private static boolean withoutBody(int status) {
        return status == 204 || status == 304 || status < 200;
    }

    /// Everything is passed on as it comes, so that a slow source (a log, a function that streams)
    /// is seen at once.
    private static void copy(InputStream body, long length, Response response) throws IOException {
        byte[] buffer = new byte[COPY_BUFFER_BYTES];
        long sent = 0;
        int count;
        while ((count = body.read(buffer)) >= 0) {
            sent += count;
            if (length >= 0 && sent > length) {
                throw new IOException("the body is longer than was announced");
            }
            if (count > 0) {
                Content.Sink.write(response, sent == length, ByteBuffer.wrap(buffer, 0, count));
            }
            if (sent == length) {
                return;
            }
        }
        if (length >= 0) {
            throw new IOException("the body is shorter than was announced");
        }
        Content.Sink.write(response, true, null);
    }

    private static String checkedName(String name) {
        boolean token = !name.isEmpty();
        for (int i = 0; i < name.length() && token; i++) {
            char c = name.charAt(i);
            token = c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
        }
        if (!token) {
            throw new IllegalStateException("no name of a header: " + name.length() + " characters");
        }
        return name;
    }

    private static String checkedValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalStateException("a header with a line break");
            }
        }
        return value;
    }
}
