package dev.virga.wire.smithy;

import dev.virga.wire.Answers;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.CborValues;
import dev.virga.wire.Decoded;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Json;
import dev.virga.wire.Location;
import dev.virga.wire.Member;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import dev.virga.wire.S3Addressing;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Validator;
import dev.virga.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
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
        HttpRequest request =
                http(test.getMethod(), path(test), test.getQueryParams(), test.getHeaders(), body(operation, test));
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
        Object given = NodeValues.plain(shape, decoded.input());
        withoutUnnamedParameters(shape, wanted, given);
        return compare(sent(wanted), sent(given));
    }

    /// Without what is empty: a client does not send that, so that a server cannot know of it.
    private static Object sent(Object input) {
        Map<Object, Object> members = new LinkedHashMap<>((Map<?, ?>) input);
        members.values()
                .removeIf(value -> (value instanceof Map<?, ?> map && map.isEmpty())
                        || (value instanceof List<?> list && list.isEmpty()));
        return members;
    }

    private byte[] body(String operation, HttpRequestTestCase test) throws IOException {
        if (test.getBody().isEmpty() && test.getHeaders().containsKey("Content-Encoding")) {
            return PackedBody.of(model.op(operation), protocol, test.getParams());
        }
        return bytes(test.getBody().orElse(""));
    }

    /// Cases in CBOR write their bodies in base64.
    private byte[] bytes(String body) {
        return protocol == Protocol.RPC_V2_CBOR
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    /// What the gateway makes of a bucket in the host name.
    private String path(HttpRequestTestCase test) {
        String host = test.getResolvedHost().or(test::getHost).orElse("");
        String bucket = model.signingName().equals("s3") ? S3Addressing.bucket(host) : null;
        return bucket == null ? test.getUri() : "/" + bucket + test.getUri();
    }

    /// A server fills a map of all query parameters; the cases that clients share leave it out.
    private static void withoutUnnamedParameters(Shape shape, Object wanted, Object given) {
        for (Member member : shape.members()) {
            boolean all = member.location() == Location.QUERY_PARAMS;
            if (all && wanted instanceof Map<?, ?> map && !map.containsKey(member.name())) {
                ((Map<?, ?>) given).remove(member.name());
            }
        }
    }

    private static String compare(Object wanted, Object given) {
        return Objects.equals(wanted, given) ? null : "wanted " + wanted + " but got " + given;
    }

    private static HttpRequest http(
            String method, String path, List<String> query, Map<String, String> fields, byte[] body) {
        Headers headers = new Headers();
        fields.forEach(headers::add);
        int mark = path.indexOf('?');
        String joined = query.isEmpty() ? null : String.join("&", query);
        return new HttpRequest(
                method,
                mark < 0 ? path : path.substring(0, mark),
                mark < 0 ? joined : path.substring(mark + 1) + (joined == null ? "" : "&" + joined),
                headers,
                Body.of(body),
                "127.0.0.1",
                false);
    }

    String response(String operation, HttpResponseTestCase test) throws IOException {
        Op<?, ?> op = model.op(operation);
        Struct output = NodeValues.struct(op.output(), test.getParams());
        String otherwise = protocol == Protocol.EC2_QUERY ? "requestid" : REQUEST_ID;
        String requestId = test.getHeaders().getOrDefault("X-Amzn-Requestid", otherwise);
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
        if (protocol == Protocol.RPC_V2_CBOR) {
            return compare(cbor(bytes(test.getBody().get())), cbor(response.body.bytes(LIMIT)));
        }
        String body = new String(response.body.bytes(LIMIT), StandardCharsets.UTF_8);
        return body(test.getBody().get(), test.getBodyMediaType().orElse(""), body);
    }

    private static Object cbor(byte[] bytes) {
        return bytes.length == 0 ? "" : NodeValues.plain(CborValues.parse(bytes));
    }

    private static String headers(Map<String, String> wanted, HttpResponse response) {
        // What the HTTP edge adds.
        response.header("Content-Length", Long.toString(response.body.length()));
        for (Map.Entry<String, String> header : wanted.entrySet()) {
            // One case has it by mistake: it is a header of requests.
            boolean misplaced = header.getKey().equals("X-Amz-Target");
            String given = response.headers.get(header.getKey());
            if (!misplaced && !header.getValue().equals(given)) {
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
                ? compare(XmlText.normalise(wanted), XmlText.normalise(XmlText.alike(wanted, given)))
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
                bytes(given.getBody().orElse("")));
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
