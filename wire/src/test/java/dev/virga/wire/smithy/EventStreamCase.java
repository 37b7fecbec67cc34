package dev.virga.wire.smithy;

import dev.virga.wire.Answers;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Decoded;
import dev.virga.wire.EventMessage;
import dev.virga.wire.EventStream;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Member;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Types;
import dev.virga.wire.Validator;
import dev.virga.wire.Variant;
import dev.virga.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.node.ObjectNode;
import software.amazon.smithy.protocoltests.traits.TestFailureExpectation;
import software.amazon.smithy.protocoltests.traits.eventstream.Event;
import software.amazon.smithy.protocoltests.traits.eventstream.EventStreamTestCase;
import software.amazon.smithy.protocoltests.traits.eventstream.EventType;

/// Runs the event stream cases of one service. Each answers what is wrong, or null.
record EventStreamCase(Model model, Protocol protocol) {
    private static final int LIMIT = 1 << 20;

    String run(String operation, EventStreamTestCase test) throws IOException {
        Op<?, ?> op = model.op(operation);
        boolean answer = test.getInitialResponse().isPresent()
                || test.getEvents().stream().anyMatch(e -> e.getType() == EventType.RESPONSE);
        if (answer) {
            return answer(op, test);
        }
        String problem;
        try {
            problem = request(op, test);
        } catch (AwsException e) {
            if (!test.getExpectation().isFailure()) {
                return "refused: " + e.getMessage();
            }
            String wanted = test.getExpectation()
                    .getFailure()
                    .flatMap(TestFailureExpectation::getErrorId)
                    .map(id -> id.getName())
                    .orElse(e.code());
            return e.code().equals(wanted) ? null : "failed with " + e.code() + " instead of " + wanted;
        }
        return test.getExpectation().isFailure() ? "accepted" : problem;
    }

    private String request(Op<?, ?> op, EventStreamTestCase test) throws IOException {
        Decoded decoded = Wire.decode(model, http(op, test), LIMIT);
        Validator.require(decoded.op(), decoded.input());
        Shape shape = decoded.op().input();
        Member member = shape.eventStream();
        for (ObjectNode params : test.getInitialRequestParams().stream().toList()) {
            for (Map.Entry<String, Node> entry : params.getStringMap().entrySet()) {
                Object given = decoded.input().at(shape.member(entry.getKey()).index());
                if (!entry.getValue().expectStringNode().getValue().equals(given)) {
                    return entry.getKey() + " is " + given;
                }
            }
        }
        try (EventStream<?> events = (EventStream<?>) decoded.input().at(member.index())) {
            for (Event event : test.getEvents()) {
                Object given = NodeValues.plain(member.target(), events.next());
                Object wanted = event.getParams()
                        .map(params -> variant(member.target(), params))
                        .orElse(null);
                Object plain = NodeValues.plain(member.target(), wanted);
                if (!Objects.equals(plain, given)) {
                    return "wanted " + plain + " but got " + given;
                }
            }
            return events.next() == null ? null : "there are more events";
        }
    }

    private static HttpRequest http(Op<?, ?> op, EventStreamTestCase test) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        test.getEvents().forEach(event -> body.writeBytes(event.getBytes().orElseThrow()));
        Headers headers = new Headers();
        String method = op.method();
        String uri = op.uri();
        if (test.getInitialRequest().isPresent()) {
            ObjectNode initial = test.getInitialRequest().get();
            method = initial.expectStringMember("method").getValue();
            uri = initial.expectStringMember("uri").getValue();
            initial.getObjectMember("headers").ifPresent(all -> all.getStringMap()
                    .forEach((name, value) ->
                            headers.add(name, value.expectStringNode().getValue())));
        }
        return new HttpRequest(method, uri, null, headers, Body.of(body.toByteArray()), "127.0.0.1", false);
    }

    private static Variant variant(Shape union, ObjectNode params) {
        Map.Entry<String, Node> entry =
                params.getStringMap().entrySet().iterator().next();
        Member member = union.member(entry.getKey());
        Struct value = NodeValues.struct(member.target(), entry.getValue().expectObjectNode());
        return new Types.DynamicVariant(member.index(), value);
    }

    private String answer(Op<?, ?> op, EventStreamTestCase test) throws IOException {
        Shape shape = op.output();
        Member member = shape.eventStream();
        Object[] values = new Object[shape.members().size()];
        ObjectNode params = test.getInitialResponseParams().orElse(Node.objectNode());
        Struct initial = NodeValues.struct(shape, params);
        for (int i = 0; i < values.length; i++) {
            values[i] = initial.at(i);
        }
        List<Variant> events = new ArrayList<>();
        for (Event event : test.getEvents()) {
            events.add(variant(member.target(), event.getParams().orElseThrow()));
        }
        values[member.index()] = EventStream.of(events);
        HttpResponse response = Answers.encode(protocol, op, shape.make(values), "foo-id");
        if (test.getInitialResponse().isPresent()) {
            ObjectNode wanted = test.getInitialResponse().get();
            for (Map.Entry<String, Node> header : wanted.getObjectMember("headers")
                    .orElse(Node.objectNode())
                    .getStringMap()
                    .entrySet()) {
                String given = response.headers.get(header.getKey());
                if (!header.getValue().expectStringNode().getValue().equals(given)) {
                    return "header " + header.getKey() + " is " + given;
                }
            }
        }
        return compare(test.getEvents(), response.body.stream());
    }

    private static String compare(List<Event> events, InputStream in) throws IOException {
        for (Event event : events) {
            EventMessage given = EventMessage.read(in);
            Map<String, Object> wanted = new TreeMap<>();
            event.getHeaders().forEach((name, value) -> wanted.put(name, plain(value.getValue())));
            Map<String, Object> headers = new TreeMap<>();
            given.headers().forEach((name, value) -> headers.put(name, plain(value)));
            if (!wanted.equals(headers)) {
                return "wanted headers " + wanted + " but got " + headers;
            }
            String body = new String(given.payload(), java.nio.charset.StandardCharsets.UTF_8);
            if (!event.getBody().orElse(body).equals(body)) {
                return "wanted " + event.getBody().get() + " but got " + body;
            }
        }
        return EventMessage.read(in) == null ? null : "there are more events";
    }

    private static Object plain(Object value) {
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }
}
