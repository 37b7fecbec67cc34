package dev.virga.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Runtime API as a runtime sees it, byte by byte; this one may be hostile.
class RuntimeApiTest {
    private static final String NEXT = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";

    private ServerSocketChannel listener;
    private RuntimeApi api;

    @BeforeEach
    void listen() throws IOException {
        listener = Loopback.listen(0);
        api = new RuntimeApi(listener);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Runtime connect() throws IOException {
        return new Runtime(new Socket("127.0.0.1", Loopback.port(listener)));
    }

    private CompletableFuture<RuntimeApi.Answer> invoke(String payload, String clientContext) {
        CompletableFuture<RuntimeApi.Answer> answer = new CompletableFuture<>();
        Instance.Invocation invocation = new Instance.Invocation(
                ID, payload.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, "arn:f", "Root=1-2-3", clientContext);
        api.invoke(new RuntimeApi.Handover(invocation, 1234, answer));
        return answer;
    }

    private static String post(String path, String headers, String body) {
        return "POST /2018-06-01/runtime/" + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void anInvocationCarriesAllHeadersOfLambda() throws Exception {
        try (Runtime runtime = connect()) {
            var answer = invoke("{\"a\":1}", "{\"x\":\r\n\"Injected: y\"}");
            assertThat(runtime.send(NEXT))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Content-Type: application/json\r\n")
                    .contains("Lambda-Runtime-Aws-Request-Id: " + ID + "\r\n")
                    .contains("Lambda-Runtime-Deadline-Ms: 1234\r\n")
                    .contains("Lambda-Runtime-Invoked-Function-Arn: arn:f\r\n")
                    .contains("Lambda-Runtime-Trace-Id: Root=1-2-3\r\n")
                    .contains("Lambda-Runtime-Client-Context: {\"x\":  \"Injected: y\"}\r\n")
                    .endsWith("\r\n\r\n{\"a\":1}");
            assertThat(runtime.send(post("invocation/" + ID + "/response", "Content-Type: text/x\r\n", "done")))
                    .startsWith("HTTP/1.1 202 Accepted\r\n")
                    .endsWith("{\"status\":\"OK\"}\n");
            var responded = (RuntimeApi.Responded) answer.get(5, TimeUnit.SECONDS);
            assertThat(new String(responded.payload(), StandardCharsets.UTF_8)).isEqualTo("done");
            assertThat(responded.contentType()).isEqualTo("text/x");
        }
    }

    @Test
    void answersMayComeInChunksAndByAnotherConnection() throws Exception {
        try (Runtime first = connect();
                Runtime second = connect()) {
            var answer = invoke("1", null);
            first.send(NEXT);
            assertThat(second.send("POST /2018-06-01/runtime/invocation/" + ID + "/response HTTP/1.1\r\n"
                            + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(second.send("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")).startsWith("HTTP/1.1 202");
            var responded = (RuntimeApi.Responded) answer.get(5, TimeUnit.SECONDS);
            assertThat(new String(responded.payload(), StandardCharsets.UTF_8)).isEqualTo("abcde");
        }
    }

    @Test
    void anErrorOfAStreamComesInItsTrailer() throws Exception {
        try (Runtime runtime = connect()) {
            var answer = invoke("1", null);
            runtime.send(NEXT);
            runtime.send("POST /2018-06-01/runtime/invocation/" + ID + "/response HTTP/1.1\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
                    + "Lambda-Runtime-Function-Error-Type: Mine\r\n\r\n");
            assertThat(((RuntimeApi.Failed) answer.get(5, TimeUnit.SECONDS)).errorType())
                    .isEqualTo("Mine");
        }
    }

    @Test
    void aStreamIsPassedOnWhileItComesAndItsErrorIsInTheTrailer() throws Exception {
        try (Runtime runtime = connect()) {
            BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
            CompletableFuture<RuntimeApi.Answer> answer = new CompletableFuture<>();
            Instance.Invocation invocation =
                    new Instance.Invocation(ID, new byte[] {'1'}, Instant.EPOCH, "arn:f", "Root=1-2-3", null);
            api.invoke(new RuntimeApi.Handover(
                    invocation, 1234, answer, piece -> pieces.add(new String(piece, StandardCharsets.UTF_8))));
            runtime.send(NEXT);
            runtime.write("POST /2018-06-01/runtime/invocation/" + ID + "/response HTTP/1.1\r\n"
                    + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\none\r\n");
            assertThat(pieces.poll(5, TimeUnit.SECONDS)).isEqualTo("one");
            assertThat(runtime.send("3\r\ntwo\r\n0\r\nLambda-Runtime-Function-Error-Type: Late\r\n"
                            + "Lambda-Runtime-Function-Error-Body: eyJhIjoxfQ==\r\n\r\n"))
                    .startsWith("HTTP/1.1 202");
            assertThat(pieces.poll(5, TimeUnit.SECONDS)).isEqualTo("two");
            var failed = (RuntimeApi.Failed) answer.get(5, TimeUnit.SECONDS);
            assertThat(failed.errorType()).isEqualTo("Late");
            assertThat(failed.payload()).asString().isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void wrongIdsAndSecondAnswersAreRefused() throws Exception {
        try (Runtime runtime = connect()) {
            invoke("1", null);
            runtime.send(NEXT);
            assertThat(runtime.send(post("invocation/nope/response", "", "x")))
                    .startsWith("HTTP/1.1 400")
                    .contains("\"InvalidRequestID\"")
                    .contains("Invalid request ID");
            assertThat(runtime.send(post("invocation/" + ID + "/error", "", "{\"errorType\":\"E\"}")))
                    .startsWith("HTTP/1.1 202");
            assertThat(runtime.send(post("invocation/" + ID + "/response", "", "x")))
                    .startsWith("HTTP/1.1 403")
                    .contains("\"InvalidStateTransition\"");
            assertThat(runtime.send(post("init/error", "", "{}"))).startsWith("HTTP/1.1 403");
            assertThat(runtime.send(post("nothing", "", "{}"))).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void askingTwiceForWorkIsRefused() throws Exception {
        try (Runtime first = connect();
                Runtime second = connect()) {
            first.write(NEXT);
            assertThat(api.started().get(5, TimeUnit.SECONDS)).isEqualTo(RuntimeApi.Started.READY);
            assertThat(second.send(NEXT)).startsWith("HTTP/1.1 403");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /x\r\n\r\n",
                "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n",
                "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
                "GET /x HTTP/1.1\r\n: no name\r\n\r\n",
            })
    void malformedRequestsEndTheConnection(String request) throws Exception {
        try (Runtime runtime = connect()) {
            assertThat(runtime.send(request)).startsWith("HTTP/1.1 400").contains("InvalidRequest");
            assertThat(runtime.atEnd()).isTrue();
        }
    }

    @Test
    void endlessHeadersEndTheConnection() throws Exception {
        try (Runtime runtime = connect()) {
            runtime.write("GET /x HTTP/1.1\r\nX: ");
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000_000; i++) {
                            runtime.write("y".repeat(1000));
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /// A client that sends any bytes and reads one whole answer.
    private record Runtime(Socket socket) implements AutoCloseable {
        void write(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        String send(String bytes) throws IOException {
            socket.setSoTimeout(5000);
            write(bytes);
            StringBuilder answer = new StringBuilder();
            int bodyEnd = Integer.MAX_VALUE;
            while (answer.length() < bodyEnd) {
                int c = socket.getInputStream().read();
                if (c < 0) {
                    break;
                }
                answer.append((char) c);
                if (bodyEnd == Integer.MAX_VALUE && answer.toString().endsWith("\r\n\r\n")) {
                    int length = answer.indexOf("Content-Length: ");
                    bodyEnd = answer.length()
                            + (length < 0
                                    ? 0
                                    : Integer.parseInt(answer.substring(length + 16, answer.indexOf("\r\n", length))));
                }
            }
            return answer.toString();
        }

        boolean atEnd() throws IOException {
            return socket.getInputStream().read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
