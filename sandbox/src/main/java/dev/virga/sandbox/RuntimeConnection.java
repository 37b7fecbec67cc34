package dev.virga.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One connection of a runtime to its [RuntimeApi]: HTTP/1.1 by hand, as it carries every
/// invocation. What comes in is hostile: every length has a limit, and what is not understood ends
/// the connection.
final class RuntimeConnection {
    private static final String BASE = "/2018-06-01/runtime/";
    private static final String INVOCATION = BASE + "invocation/";
    private static final int MAX_DRAIN_BYTES = 64 * 1024 * 1024;

    private final RuntimeApi api;
    private final SocketChannel channel;
    private final HttpInput in;
    private final ReentrantLock writing = new ReentrantLock();

    RuntimeConnection(RuntimeApi api, SocketChannel channel) {
        this.api = api;
        this.channel = channel;
        this.in = new HttpInput(channel);
    }

    void serve() {
        try (channel) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            answerAll();
        } catch (IOException e) {
            // The runtime is gone.
        } finally {
            api.closed(this);
        }
    }

    private void answerAll() throws IOException {
        try {
            while (in.readHead()) {
                answer();
                if (in.close) {
                    return;
                }
            }
        } catch (HttpInput.Malformed e) {
            reply("400 Bad Request", RuntimeErrors.json("InvalidRequest", String.valueOf(e.getMessage())));
        }
    }

    private void answer() throws IOException {
        String path = in.path;
        if (path.equals(INVOCATION + "next")) {
            if (!in.method.equals("GET")) {
                methodNotAllowed();
                return;
            }
            in.readBody(0, 0);
            if (api.next(this) != RuntimeApi.Verdict.ACCEPTED) {
                wrongState("Ready");
            }
        } else if (!path.startsWith(BASE)) {
            in.readBody(0, MAX_DRAIN_BYTES);
            reply("404 Not Found", RuntimeErrors.json("NotFound", "The Runtime API has no " + path));
        } else if (!in.method.equals("POST")) {
            methodNotAllowed();
        } else if (path.equals(BASE + "init/error")) {
            initError();
        } else if (path.startsWith(INVOCATION) && path.endsWith("/response")) {
            response(path.substring(INVOCATION.length(), path.length() - "/response".length()));
        } else if (path.startsWith(INVOCATION) && path.endsWith("/error")) {
            error(path.substring(INVOCATION.length(), path.length() - "/error".length()));
        } else {
            in.readBody(0, MAX_DRAIN_BYTES);
            reply("404 Not Found", RuntimeErrors.json("NotFound", "The Runtime API has no " + path));
        }
    }

    private void response(String requestId) throws IOException {
        RuntimeApi.Verdict verdict = api.expects(requestId);
        if (verdict != RuntimeApi.Verdict.ACCEPTED) {
            in.readBody(0, MAX_DRAIN_BYTES);
            refuse(verdict, "InvocationResponse");
            return;
        }
        continueIfExpected();
        ResponseSink sink = in.streaming ? api.sink(requestId) : null;
        if (sink != null) {
            streamed(requestId, sink);
            return;
        }
        byte @Nullable [] body = in.readBody(RuntimeApi.MAX_RESPONSE_BYTES, MAX_DRAIN_BYTES);
        RuntimeApi.Answer answer;
        if (body == null) {
            answer = new RuntimeApi.Failed(RuntimeErrors.responseTooLarge(), RuntimeErrors.RESPONSE_TOO_LARGE);
        } else if (!in.errorType.isEmpty()) {
            answer = new RuntimeApi.Failed(body, in.errorType);
        } else {
            answer = new RuntimeApi.Responded(body, in.contentType);
        }
        complete(requestId, answer, "InvocationResponse", body == null);
    }

    /// A response that goes on to the caller while the function makes it. An error is told by a
    /// trailer; of the response only its type is left to answer.
    private void streamed(String requestId, ResponseSink sink) throws IOException {
        boolean whole = in.readPieces(RuntimeApi.MAX_STREAM_BYTES, sink);
        RuntimeApi.Answer answer;
        if (!whole) {
            answer = new RuntimeApi.Failed(RuntimeErrors.streamTooLarge(), RuntimeErrors.RESPONSE_TOO_LARGE);
        } else if (!in.errorType.isEmpty()) {
            byte[] body = in.errorBody();
            byte[] payload = body.length > 0 ? body : RuntimeErrors.json(in.errorType, "");
            answer = new RuntimeApi.Failed(payload, in.errorType);
        } else {
            answer = new RuntimeApi.Responded(new byte[0], in.contentType);
        }
        complete(requestId, answer, "InvocationResponse", !whole);
        if (!whole) {
            in.close = true;
        }
    }

    private void error(String requestId) throws IOException {
        RuntimeApi.Verdict verdict = api.expects(requestId);
        if (verdict != RuntimeApi.Verdict.ACCEPTED) {
            in.readBody(0, MAX_DRAIN_BYTES);
            refuse(verdict, "InvocationErrorResponse");
            return;
        }
        continueIfExpected();
        byte @Nullable [] body = in.readBody(RuntimeApi.MAX_RESPONSE_BYTES, MAX_DRAIN_BYTES);
        byte[] payload = body == null ? RuntimeErrors.responseTooLarge() : body;
        RuntimeApi.Answer answer = new RuntimeApi.Failed(payload, errorType(payload));
        complete(requestId, answer, "InvocationErrorResponse", body == null);
    }

    private void complete(String requestId, RuntimeApi.Answer answer, String action, boolean tooLarge)
            throws IOException {
        @Nullable Runnable wake = api.answer(requestId, answer);
        if (wake == null) {
            wrongState(action);
            return;
        }
        try {
            if (tooLarge) {
                reply("413 Request Entity Too Large", RuntimeErrors.requestTooLarge());
            } else {
                write(ACCEPTED.duplicate());
            }
        } finally {
            wake.run();
        }
    }

    private void initError() throws IOException {
        continueIfExpected();
        byte @Nullable [] body = in.readBody(RuntimeApi.MAX_RESPONSE_BYTES, MAX_DRAIN_BYTES);
        byte[] payload = body == null ? RuntimeErrors.responseTooLarge() : body;
        if (api.initError(payload, errorType(payload)) == RuntimeApi.Verdict.ACCEPTED) {
            write(ACCEPTED.duplicate());
        } else {
            wrongState("InitError");
        }
    }

    private String errorType(byte[] payload) {
        return in.errorType.isEmpty() ? RuntimeErrors.errorTypeIn(payload) : in.errorType;
    }

    private void continueIfExpected() throws IOException {
        if (in.expectContinue) {
            write(CONTINUE.duplicate());
        }
    }

    private void refuse(RuntimeApi.Verdict verdict, String action) throws IOException {
        if (verdict == RuntimeApi.Verdict.WRONG_REQUEST_ID) {
            reply("400 Bad Request", RuntimeErrors.json("InvalidRequestID", "Invalid request ID"));
        } else {
            wrongState(action);
        }
    }

    private void wrongState(String action) throws IOException {
        reply(
                "403 Forbidden",
                RuntimeErrors.json(
                        "InvalidStateTransition",
                        "State transition to " + action
                                + " failed for runtime. Error: State transition is not allowed"));
    }

    private void methodNotAllowed() throws IOException {
        in.readBody(0, MAX_DRAIN_BYTES);
        reply("405 Method Not Allowed", RuntimeErrors.json("MethodNotAllowed", "Method not allowed"));
    }

    /// Called by the thread that invokes, while this connection waits for its `next` answer.
    void sendInvocation(RuntimeApi.Handover handover) throws IOException {
        Instance.Invocation invocation = handover.invocation();
        StringBuilder head = new StringBuilder(512)
                .append("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: ")
                .append(oneLine(invocation.requestId()))
                .append("\r\nLambda-Runtime-Deadline-Ms: ")
                .append(handover.deadlineMillis())
                .append("\r\nLambda-Runtime-Invoked-Function-Arn: ")
                .append(oneLine(invocation.functionArn()))
                .append("\r\nLambda-Runtime-Trace-Id: ")
                .append(oneLine(invocation.traceId()));
        @Nullable String clientContext = invocation.clientContext();
        if (clientContext != null) {
            head.append("\r\nLambda-Runtime-Client-Context: ").append(oneLine(clientContext));
        }
        byte[] payload = invocation.payload();
        head.append("\r\nContent-Length: ").append(payload.length).append("\r\n\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(headBytes.length + payload.length);
        write(all.put(headBytes).put(payload).flip());
    }

    /// The caller writes some of these values, and a line break would end the header.
    private static String oneLine(String value) {
        return value.indexOf('\n') < 0 && value.indexOf('\r') < 0
                ? value
                : value.replace('\n', ' ').replace('\r', ' ');
    }

    private void reply(String status, byte[] body) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream(256);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        write(ByteBuffer.wrap(all.toByteArray()));
    }

    private void write(ByteBuffer bytes) throws IOException {
        writing.lock();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } finally {
            writing.unlock();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static final ByteBuffer CONTINUE = ByteBuffer.wrap(
                    "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1))
            .asReadOnlyBuffer();
    private static final String STATUS_OK = "{\"status\":\"OK\"}\n";
    private static final ByteBuffer ACCEPTED = ByteBuffer.wrap(("HTTP/1.1 202 Accepted\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + STATUS_OK.length()
                            + "\r\n\r\n" + STATUS_OK)
                    .getBytes(StandardCharsets.ISO_8859_1))
            .asReadOnlyBuffer();
}
