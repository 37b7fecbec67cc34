package dev.virga.wire.smithy;

import dev.virga.wire.Answers;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Decoded;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Json;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Validator;
import dev.virga.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestDefinition;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpMalformedResponseDefinition;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestCase;

/// Runs the cases of one service in one protocol. Each answers what is wrong, or null.
record ProtocolCase(Model model, Protocol protocol) {
    private static final int LIMIT = 1 << 20;
    private static final String REQUEST_ID = "foo-id";

    String request(String operation, HttpRequestTestCase test) throws IOException {
        HttpRequest request = http(
                test.getMethod(),
                test.getUri(),
                test.getQueryParams(),
                test.getHeaders(),
                test.getBody().orElse(""));
        boolean json = protocol == Protocol.AWS_JSON_1_0 || protocol == Protocol.AWS_JSON_1_1;
        if (json && request.header("X-Amz-Target") == null) {
            // Some cases leave out what every request of the protocol has.
            request.headers().add("X-Amz-Target", model.serviceName() + "." + operation);
        }
        Decoded decoded = Wire.decode(model, request, LIMIT);
        if (!decoded.op().name().equals(operation)) {
            return "routed to " + decoded.op().name() + " instead of " + operation;
        }
        if (decoded.protocol() != protocol) {
            return "took it for " + decoded.protocol();
        }
        Shape shape = decoded.op().input();
        Object wanted = NodeValues.plain(shape, NodeValues.struct(shape, test.getParams()));
        return compare(wanted, NodeValues.plain(shape, decoded.input()));
    }

    private static String compare(Object wanted, Object given) {
        return Objects.equals(wanted, given) ? null : "wanted " + wanted + " but got " + given;
    }

    private static HttpRequest http(
            String method, String path, List<String> query, Map<String, String> fields, String body) {
        Headers headers = new Headers();
        fields.forEach(headers::add);
        int mark = path.indexOf('?');
        String joined = query.isEmpty() ? null : String.join("&", query);
        return new HttpRequest(
                method,
                mark < 0 ? path : path.substring(0, mark),
                mark < 0 ? joined : path.substring(mark + 1) + (joined == null ? "" : "&" + joined),
                headers,
                Body.of(body.getBytes(StandardCharsets.UTF_8)),
                "127.0.0.1",
                false);
    }

    String response(String operation, HttpResponseTestCase test) throws IOException {
        Op<?, ?> op = model.op(operation);
        Struct output = NodeValues.struct(op.output(), test.getParams());
        String requestId = test.getHeaders().getOrDefault("X-Amzn-Requestid", REQUEST_ID);
        return check(test, Answers.encode(protocol, op, output, requestId));
    }

    /// An error with the members of the model.
    private static final class ModelError extends AwsException implements Struct {
        private final transient Struct members;

        ModelError(Shape shape, Struct members) {
            super(shape.name(), shape.httpStatus(), null);
            this.members = members;
        }

        @Override
        public Object at(int member) {
            return members.at(member);
        }

        @Override
        public int shapeId() {
            return members.shapeId();
        }
    }

    String error(String name, HttpResponseTestCase test) throws IOException {
        Shape shape = null;
        for (int i = 0; i < model.size(); i++) {
            if (model.shape(i).error() && model.shape(i).name().equals(name)) {
                shape = model.shape(i);
            }
        }
        ModelError error = new ModelError(shape, NodeValues.struct(shape, test.getParams()));
        return check(test, Answers.encodeError(protocol, model, error, REQUEST_ID));
    }

    private String check(HttpResponseTestCase test, HttpResponse response) throws IOException {
        if (response.status != test.getCode()) {
            return "status " + response.status + " instead of " + test.getCode();
        }
        String problem = headers(test.getHeaders(), response);
        for (String name : test.getForbidHeaders()) {
            problem = response.headers.has(name) ? "has header " + name : problem;
        }
        for (String name : test.getRequireHeaders()) {
            problem = response.headers.has(name) ? problem : "lacks header " + name;
        }
        if (problem != null || test.getBody().isEmpty()) {
            return problem;
        }
        String body = new String(response.body.bytes(LIMIT), StandardCharsets.UTF_8);
        return body(test.getBody().get(), test.getBodyMediaType().orElse(""), body);
    }

    private static String headers(Map<String, String> wanted, HttpResponse response) {
        // What the HTTP edge adds.
        response.header("Content-Length", Long.toString(response.body.length()));
        for (Map.Entry<String, String> header : wanted.entrySet()) {
            String given = response.headers.get(header.getKey());
            if (!header.getValue().equals(given)) {
                return "header " + header.getKey() + " is " + given + " instead of " + header.getValue();
            }
        }
        return null;
    }

    private static String body(String wanted, String mediaType, String given) {
        if (wanted.isEmpty() || given.isEmpty()) {
            return compare(wanted, given);
        }
        if (mediaType.contains("json")) {
            Object theirs = NodeValues.numbers(Json.parse(wanted));
            Object ours = NodeValues.numbers(Json.parse(given));
            if (theirs instanceof Map<?, ?> map && ours instanceof Map<?, ?> mine && !map.containsKey("__type")) {
                // Their bodies may leave out the type, which servers have to send.
                mine.remove("__type");
            }
            return compare(theirs, ours);
        }
        return mediaType.contains("xml") || wanted.startsWith("<")
                ? compare(XmlText.normalise(wanted), XmlText.normalise(given))
                : compare(wanted, given);
    }

    /// Compares status and headers, which name the error. The messages of the tests are those of
    /// Smithy's own framework; ours are AWS's.
    String malformed(String operation, HttpMalformedRequestTestCase test) {
        HttpMalformedRequestDefinition given = test.getRequest();
        HttpMalformedResponseDefinition wanted = test.getResponse();
        HttpRequest request = http(
                given.getMethod(),
                given.getUri().orElse("/"),
                given.getQueryParams(),
                given.getHeaders(),
                given.getBody().orElse(""));
        try {
            Decoded decoded = Wire.decode(model, request, LIMIT);
            if (!decoded.op().name().equals(operation)) {
                return "routed to " + decoded.op().name();
            }
            Validator.require(decoded.op(), decoded.input());
        } catch (AwsException e) {
            HttpResponse response = Answers.encodeError(protocol, model, e, REQUEST_ID);
            return response.status == wanted.getCode()
                    ? headers(wanted.getHeaders(), response)
                    : "status " + response.status + " instead of " + wanted.getCode() + ": " + e.getMessage();
        }
        return "accepted";
    }
}
