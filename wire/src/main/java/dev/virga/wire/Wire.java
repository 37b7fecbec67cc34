package dev.virga.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The way in: from a request to the typed input of an operation, in whatever protocol the client
/// speaks. [Answers] is the way out.
///
/// Which service is called is the caller's business. RPC services accept every RPC protocol, since
/// clients of different age differ.
public final class Wire {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SERVICE = "/service/";
    private static final String OPERATION = "/operation/";

    private Wire() {}

    /// The protocol that the client speaks to this service.
    public static Protocol protocol(Model model, HttpRequest request) {
        boolean rest = model.speaks(Protocol.REST_JSON_1) || model.speaks(Protocol.REST_XML);
        boolean cbor = "rpc-v2-cbor".equals(request.header("Smithy-Protocol"));
        if (cbor && (!rest || model.speaks(Protocol.RPC_V2_CBOR))) {
            return Protocol.RPC_V2_CBOR;
        }
        if (rest) {
            return model.speaks(Protocol.REST_JSON_1) ? Protocol.REST_JSON_1 : Protocol.REST_XML;
        }
        if (request.header("X-Amz-Target") != null) {
            return targeted(model, request.header("Content-Type"));
        }
        return model.speaks(Protocol.EC2_QUERY) ? Protocol.EC2_QUERY : Protocol.AWS_QUERY;
    }

    private static Protocol targeted(Model model, @Nullable String type) {
        if (type == null) {
            return model.speaks(Protocol.AWS_JSON_1_0) ? Protocol.AWS_JSON_1_0 : Protocol.AWS_JSON_1_1;
        }
        if (type.contains("cbor")) {
            return Protocol.AWS_CBOR_1_1;
        }
        return type.contains("json-1.0") ? Protocol.AWS_JSON_1_0 : Protocol.AWS_JSON_1_1;
    }

    /// Finds the operation. Reads the body only when it is a form.
    ///
    /// @param bodyLimit bytes that a form may have
    /// @throws AwsException when there is no such operation
    public static Routed route(Model model, HttpRequest request, int bodyLimit) {
        Protocol protocol = protocol(model, request);
        return switch (protocol) {
            case AWS_JSON_1_0, AWS_JSON_1_1, AWS_CBOR_1_1 -> routeTarget(model, request, protocol);
            case AWS_QUERY, EC2_QUERY -> routeQuery(model, request, protocol, bodyLimit);
            case REST_JSON_1, REST_XML -> routeRest(model, request, protocol);
            case RPC_V2_CBOR -> routeCbor(model, request);
        };
    }

    /// `/service/Kinesis_20131202/operation/PutRecord`, after whatever the endpoint's own path is.
    private static Routed routeCbor(Model model, HttpRequest request) {
        String path = request.rawPath();
        int operation = path.lastIndexOf(OPERATION);
        // The service is known already, and clients do not agree on its name: that of its shape, or
        // the prefix of awsJson's targets.
        boolean named = operation > 0 && path.lastIndexOf(SERVICE, operation) >= 0;
        if (named && request.method().equals("POST")) {
            Op<?, ?> op = model.op(path.substring(operation + OPERATION.length()));
            if (op != null) {
                return new Routed(Protocol.RPC_V2_CBOR, op, request, Map.of(), QueryString.EMPTY);
            }
        }
        throw WireErrors.unknownOperation(request.method() + " " + path);
    }

    private static Routed routeTarget(Model model, HttpRequest request, Protocol protocol) {
        String target = request.header("X-Amz-Target");
        String name = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
        Op<?, ?> op = model.op(name);
        if (op == null) {
            throw new AwsException("UnknownOperationException", 400, "Unknown operation " + name);
        }
        return new Routed(protocol, op, request, Map.of(), QueryString.EMPTY);
    }

    private static Routed routeQuery(Model model, HttpRequest request, Protocol protocol, int bodyLimit) {
        QueryString query = QueryString.parse(request.rawQuery(), true);
        HttpRequest readable = request;
        QueryString all = query;
        String type = request.header("Content-Type");
        if (request.body().length() != 0 && (type == null || type.startsWith(FORM))) {
            byte[] bytes = Bodies.raw(request.body(), bodyLimit);
            readable = request.withBody(Body.of(bytes));
            List<QueryString.Parameter> both = new ArrayList<>(query.parameters());
            String form = new String(Bodies.read(readable, bodyLimit), StandardCharsets.UTF_8);
            both.addAll(QueryString.parse(form.strip(), true).parameters());
            all = new QueryString(both);
        }
        String action = all.get("Action");
        if (action == null) {
            throw new AwsException("MissingAction", 400, "The request must contain the parameter Action.");
        }
        Op<?, ?> op = model.op(action);
        if (op == null) {
            throw WireErrors.unknownAction(action, all.get("Version"));
        }
        return new Routed(protocol, op, readable, Map.of(), all);
    }

    private static Routed routeRest(Model model, HttpRequest request, Protocol protocol) {
        QueryString query = QueryString.parse(request.rawQuery(), true);
        RestRouter.Match match = model.router().match(request.method(), request.rawPath(), request.headers(), query);
        if (match == null) {
            throw XmlNames.isS3(model)
                    ? new AwsException(
                            "MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
                    : WireErrors.unknownOperation(request.method() + " " + request.rawPath());
        }
        return new Routed(protocol, match.op(), request, match.labels(), query);
    }

    /// Reads the input. It is not validated: see [Validator].
    ///
    /// @param bodyLimit bytes that a body may have which is read into memory, also after
    ///     decompression
    /// @throws AwsException when the request is not what the model describes
    public static Decoded decode(Routed routed, int bodyLimit) {
        UnknownMembers unknown = new UnknownMembers();
        Struct input = input(routed, bodyLimit, unknown);
        return new Decoded(routed.protocol(), routed.op(), input, unknown.count(), unknown.names());
    }

    /// [#route] and [#decode] at once, for requests that nobody needs to verify.
    public static Decoded decode(Model model, HttpRequest request, int bodyLimit) {
        return decode(route(model, request, bodyLimit), bodyLimit);
    }

    private static Struct input(Routed routed, int bodyLimit, UnknownMembers unknown) {
        Shape shape = routed.op().input();
        return switch (routed.protocol()) {
            case AWS_QUERY -> (Struct) new QueryReader(routed.parameters(), false, unknown).root(shape);
            case EC2_QUERY -> (Struct) new QueryReader(routed.parameters(), true, unknown).root(shape);
            case REST_JSON_1, REST_XML -> {
                MediaTypes.requireAcceptable(routed.request(), routed.op());
                UnboundParts.count(routed, shape, unknown);
                yield new RequestBinding(
                                routed.request(),
                                routed.labels(),
                                routed.parameters(),
                                routed.protocol(),
                                bodyLimit,
                                unknown)
                        .input(shape);
            }
            case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR, AWS_CBOR_1_1 -> {
                Member stream = shape.eventStream();
                yield stream == null
                        ? document(shape, Bodies.read(routed.request(), bodyLimit), routed.protocol(), unknown)
                        : events(routed, stream, unknown);
            }
        };
    }

    /// An RPC operation that receives events: the rest of its input comes first.
    private static Struct events(Routed routed, Member stream, UnknownMembers unknown) {
        Shape shape = stream.owner();
        EventStreamReader events = new EventStreamReader(
                new EventCodec(routed.protocol(), stream.target()), routed.request().body().stream());
        try {
            Struct rest = events.initial(shape, unknown);
            @Nullable Object[] values = new @Nullable Object[shape.members().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rest.at(i);
            }
            values[stream.index()] = events;
            return shape.make(values);
        } catch (IOException e) {
            throw new AwsException("IncompleteBody", 400, "The request body ended early.");
        }
    }

    private static Struct document(Shape shape, byte[] bytes, Protocol protocol, UnknownMembers unknown) {
        if (bytes.length == 0) {
            return shape.model().types().struct(shape.id(), Defaults.none(shape));
        }
        Object value = protocol.cbor()
                ? new CborReader(bytes, protocol == Protocol.AWS_CBOR_1_1, unknown).root(shape)
                : new JsonReader(bytes, false, unknown).root(shape);
        if (value == null) {
            throw WireErrors.serialization("Expected a structure");
        }
        return (Struct) value;
    }
}
