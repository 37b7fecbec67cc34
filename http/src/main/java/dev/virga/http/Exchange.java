package dev.virga.http;

import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
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

    private final Handlers handlers;
    private final EdgeLimits limits;
    private final Counters counters;
    private final SlowClients slowClients;
    private final Clients clients;
    /// Kilobytes.
    private final Semaphore room;

    Exchange(Handlers handlers, EdgeLimits limits, Counters counters, SlowClients slowClients, Clients clients) {
        this.handlers = handlers;
        this.limits = limits;
        this.counters = counters;
        this.slowClients = slowClients;
        this.clients = clients;
        room = new Semaphore(Math.clamp(limits.bufferedBytes() >> 10, 1, Integer.MAX_VALUE));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Peer peer = Peer.of(request.getConnectionMetaData().getConnection().getEndPoint());
        peer.headComplete();
        // While a handler works the connection is not idle, however long that takes.
        request.addIdleTimeoutListener(timeout -> false);
        Clients.Client client = clients.of(peer, request);
        Remotes.Remote remote = client.remote();
        if (remote != null && !remote.begins()) {
            overloaded(request, response, callback);
            return true;
        }
        try {
            if (counters.requests.incrementAndGet() > limits.requests()) {
                overloaded(request, response, callback);
            } else {
                admitted(peer, client, request, response, callback);
            }
        } finally {
            counters.requests.decrementAndGet();
            if (remote != null) {
                remote.finished();
            }
        }
        return true;
    }

    /// Which service is meant is not known here, and need not be: every SDK takes a 503 for a
    /// reason to try again, whatever its body says.
    private static void overloaded(Request request, Response response, Callback callback) {
        refuse(503, request, response, callback);
    }

    private void admitted(Peer peer, Clients.Client client, Request request, Response response, Callback callback) {
        counters.handled.increment();
        Headers headers = new Headers();
        int refusal = headers(request, headers);
        if (refusal != 0) {
            Response.writeError(request, response, callback, refusal);
            return;
        }
        RequestBody body = new RequestBody(Content.Source.asInputStream(request), limits, room);
        try {
            Answered answered = answered(peer, request(request, client, headers, body), body);
            if (answered.answer() != null) {
                if (leavesSome(request, body)) {
                    response.getHeaders().put(HttpHeader.CONNECTION, "close");
                }
                answer(peer, answered.answer(), request, response, callback);
            } else {
                refuse(answered.failure(), request, response, callback);
            }
        } finally {
            body.done();
        }
    }

    /// Whether the connection ends with this answer because the handler did not want the body. Over
    /// HTTP/2 a request ends alone. A client that asked whether to send its body, and was not told
    /// to, need not.
    private static boolean leavesSome(Request request, RequestBody body) {
        boolean asks = request.getHeaders().contains(HttpHeader.EXPECT) && body.isUntouched();
        return request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion()
                && (asks || !body.finish(request.getLength()));
    }

    private static void refuse(int status, Request request, Response response, Callback callback) {
        if (status == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        }
        Response.writeError(request, response, callback, status);
    }

    /// @param answer null when there is none
    /// @param failure the status then
    private record Answered(@Nullable HttpResponse answer, int failure) {}

    private Answered answered(Peer peer, HttpRequest request, RequestBody body) {
        int failure;
        try {
            HttpResponse answer = handlers.of(peer.via).handle(request);
            failure = body.refusal();
            if (failure == 0) {
                return new Answered(answer, 0);
            }
            closeQuietly(answer);
        } catch (HttpException.RuntimeException | HttpException.IllegalArgumentException e) {
            failure = ((HttpException) e).getCode();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the request could not be read", e);
            failure = body.refusal() == 0 ? 400 : body.refusal();
        } catch (RuntimeException | Error e) {
            failure = body.refusal();
            if (failure == 0) {
                LOG.log(System.Logger.Level.ERROR, "a handler failed", e);
                failure = 500;
            }
        }
        return new Answered(null, failure);
    }

    private static void closeQuietly(HttpResponse answer) {
        try {
            answer.body.stream().close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "an answer that was not wanted could not be closed", e);
        }
    }

    /// @return why the request is refused, a status, or 0
    private int headers(Request request, Headers headers) {
        if (request.getMethod().equals("CONNECT") || request.getMethod().equals("TRACE")) {
            return 501;
        }
        if (request.getLength() > limits.bodyBytes()) {
            return 413;
        }
        // What an old proxy in front would take for the next request.
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
                && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
            return 400;
        }
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            if (value == null) {
                value = "";
            }
            if (field.getName().length() + value.length() > limits.headerLineBytes()) {
                return 431;
            }
            headers.add(field.getName(), value);
        }
        return host(request, headers);
    }

    /// HTTP/2 has its `:authority` in the place of `Host`, which is what clients sign.
    private static int host(Request request, Headers headers) {
        if (request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion()) {
            return 0;
        }
        String authority = request.getHttpURI().getAuthority();
        String host = headers.get("Host");
        if (authority == null || authority.isEmpty()) {
            return host == null ? 400 : 0;
        }
        if (host == null) {
            headers.add("Host", authority);
            return 0;
        }
        return host.equalsIgnoreCase(authority) ? 0 : 400;
    }

    private static HttpRequest request(Request request, Clients.Client client, Headers headers, RequestBody body) {
        String target = RawTargets.target(request);
        int query = target.indexOf('?');
        long length = request.getLength();
        return new HttpRequest(
                request.getMethod(),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? null : target.substring(query + 1),
                headers,
                length == 0 ? Body.EMPTY : new Body(body, length),
                client.address(),
                client.secure(),
                client.tls());
    }

    private void answer(Peer peer, HttpResponse answer, Request request, Response response, Callback callback) {
        try (InputStream body = answer.body.stream()) {
            boolean head = request.getMethod().equals("HEAD");
            copyHead(answer, head, response);
            if (head || withoutBody(answer.status)) {
                slowClients.send(peer, 0, () -> Content.Sink.write(response, true, null));
            } else if (answer.body.length() >= 0 && answer.body.length() <= SMALL_BODY_BYTES) {
                byte[] bytes = answer.body.bytes(SMALL_BODY_BYTES);
                if (bytes.length != answer.body.length()) {
                    throw new IOException("the body is shorter than was announced");
                }
                slowClients.send(peer, bytes.length, () -> Content.Sink.write(response, true, ByteBuffer.wrap(bytes)));
            } else {
                copy(peer, body, answer.body.length(), response);
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
    private void copy(Peer peer, InputStream body, long length, Response response) throws IOException {
        byte[] buffer = new byte[COPY_BUFFER_BYTES];
        long sent = 0;
        int count;
        while ((count = body.read(buffer)) >= 0) {
            sent += count;
            if (length >= 0 && sent > length) {
                throw new IOException("the body is longer than was announced");
            }
            if (count > 0) {
                boolean last = sent == length;
                ByteBuffer piece = ByteBuffer.wrap(buffer, 0, count);
                slowClients.send(peer, count, () -> Content.Sink.write(response, last, piece));
            }
            if (sent == length) {
                return;
            }
        }
        if (length >= 0) {
            throw new IOException("the body is shorter than was announced");
        }
        slowClients.send(peer, 0, () -> Content.Sink.write(response, true, null));
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
