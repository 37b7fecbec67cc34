package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the members of a streaming union into messages and back, in the protocol that the client
/// speaks. Immutable.
///
///     event       :message-type event      :event-type, the member's name
///     exception   :message-type exception  :exception-type, the name of a member that is an error
///     error       :message-type error      :error-code and :error-message; in no model
///
/// The members of an event are headers, the whole payload, or else together a document.
final class EventCodec {
    static final String INITIAL_REQUEST = "initial-request";
    static final String INITIAL_RESPONSE = "initial-response";

    private static final String MESSAGE_TYPE = ":message-type";
    private static final String EVENT_TYPE = ":event-type";
    private static final String EXCEPTION_TYPE = ":exception-type";
    private static final String CONTENT = ":content-type";
    private static final String EVENT = "event";
    private static final String EXCEPTION = "exception";
    private static final String ERROR = "error";

    private final Protocol protocol;
    private final Shape union;

    EventCodec(Protocol protocol, Shape union) {
        this.protocol = protocol;
        this.union = union;
    }

    EventMessage encode(Variant event) {
        Member member = union.members().get(event.tag());
        Shape shape = member.target();
        Map<String, Object> headers = new LinkedHashMap<>();
        boolean failure = shape.error();
        headers.put(MESSAGE_TYPE, failure ? EXCEPTION : EVENT);
        headers.put(failure ? EXCEPTION_TYPE : EVENT_TYPE, member.name());
        return filled(headers, shape, (Struct) event.value());
    }

    /// A failure at the end of a stream.
    EventMessage encode(AwsException failure) {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (Member member : union.members()) {
            Shape shape = member.target();
            if (shape.error() && shape.name().equals(failure.code())) {
                headers.put(MESSAGE_TYPE, EXCEPTION);
                headers.put(EXCEPTION_TYPE, member.name());
                return filled(headers, shape, members(shape, failure));
            }
        }
        String message = failure.getMessage();
        headers.put(MESSAGE_TYPE, ERROR);
        headers.put(":error-code", failure.code());
        headers.put(":error-message", message == null ? "" : message);
        return new EventMessage(headers, new byte[0]);
    }

    private static Struct members(Shape shape, AwsException failure) {
        if (failure instanceof Struct struct && struct.shapeId() == shape.id()) {
            return struct;
        }
        @Nullable Object[] values = Defaults.none(shape);
        for (Member member : shape.members()) {
            if (member.name().equalsIgnoreCase("message")) {
                values[member.index()] = failure.getMessage();
            }
        }
        return shape.make(values);
    }

    /// What an RPC operation says before its events: the rest of its input or output.
    EventMessage initial(String type, Shape shape, Struct value) {
        List<Member> rest =
                shape.members().stream().filter(m -> !m.isEventStream()).toList();
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(MESSAGE_TYPE, EVENT);
        headers.put(EVENT_TYPE, type);
        headers.put(CONTENT, initialType());
        return new EventMessage(headers, structure(shape, rest, value));
    }

    private String initialType() {
        return switch (protocol) {
            case AWS_JSON_1_0 -> "application/x-amz-json-1.0";
            case AWS_JSON_1_1 -> "application/x-amz-json-1.1";
            default -> documentType();
        };
    }

    private EventMessage filled(Map<String, Object> headers, Shape shape, Struct value) {
        Member payload = null;
        List<Member> rest = new ArrayList<>();
        for (Member member : shape.members()) {
            if (member.eventPayload()) {
                payload = member;
            } else if (!member.eventHeader()) {
                rest.add(member);
            }
        }
        byte[] bytes = new byte[0];
        if (payload != null) {
            Object x = value.at(payload.index());
            headers.put(CONTENT, payloadType(payload));
            bytes = x == null ? bytes : payload(payload, x);
        } else if (!rest.isEmpty()) {
            headers.put(CONTENT, documentType());
            bytes = structure(shape, rest, value);
        }
        for (Member member : shape.members()) {
            Object x = member.eventHeader() ? value.at(member.index()) : null;
            if (x != null) {
                headers.put(member.name(), x);
            }
        }
        return new EventMessage(headers, bytes);
    }

    private String payloadType(Member member) {
        String media = member.mediaType();
        if (media != null) {
            return media;
        }
        return switch (member.target().kind()) {
            case BLOB -> "application/octet-stream";
            case STRING, ENUM -> "text/plain";
            default -> documentType();
        };
    }

    private String documentType() {
        if (protocol.cbor()) {
            return "application/cbor";
        }
        return protocol == Protocol.REST_XML || protocol == Protocol.AWS_QUERY || protocol == Protocol.EC2_QUERY
                ? "application/xml"
                : "application/json";
    }

    private byte[] payload(Member member, Object value) {
        return switch (member.target().kind()) {
            case BLOB -> (byte[]) value;
            case STRING, ENUM -> ((String) value).getBytes(StandardCharsets.UTF_8);
            case STRUCTURE -> structure(member.target(), member.target().members(), (Struct) value);
            default -> document(member, value);
        };
    }

    private byte[] document(Member member, Object value) {
        Shape target = member.target();
        if (protocol.cbor()) {
            CborWriter out = new CborWriter(256, protocol == Protocol.AWS_CBOR_1_1);
            out.value(target, value);
            return out.bytes();
        }
        if (documentType().equals("application/xml")) {
            XmlWriter out = new XmlWriter(XmlNames.isS3(target.model()));
            out.element(target.name(), "", target, member, value);
            return out.bytes();
        }
        JsonWriter out = new JsonWriter(256, protocol.rest());
        out.value(target, member, value);
        return out.bytes();
    }

    private byte[] structure(Shape shape, List<Member> members, Struct value) {
        if (protocol.cbor()) {
            CborWriter out = new CborWriter(256, protocol == Protocol.AWS_CBOR_1_1);
            out.structure(value, members);
            return out.bytes();
        }
        if (documentType().equals("application/xml")) {
            XmlWriter out = new XmlWriter(XmlNames.isS3(shape.model()));
            out.root(shape.name(), "", shape, value, members);
            return out.bytes();
        }
        JsonWriter out = new JsonWriter(256, protocol.rest());
        out.structure(value, members);
        return out.bytes();
    }

    /// What a message says, when it is not an event of the union.
    boolean is(EventMessage message, String type) {
        return EVENT.equals(message.text(MESSAGE_TYPE)) && type.equals(message.text(EVENT_TYPE));
    }

    /// The event, or null for one that the model does not have and that is left out.
    ///
    /// @throws AwsException when it is no event, or when the client sends a failure
    @Nullable
    Variant decode(EventMessage message, UnknownMembers unknown) {
        String kind = message.text(MESSAGE_TYPE);
        if (ERROR.equals(kind)) {
            String code = message.text(":error-code");
            throw new AwsException(code == null ? "ClientError" : code, 400, message.text(":error-message"));
        }
        boolean failure = EXCEPTION.equals(kind);
        if (!failure && !EVENT.equals(kind)) {
            throw EventMessage.malformed("its :message-type is missing or unknown");
        }
        String type = message.text(failure ? EXCEPTION_TYPE : EVENT_TYPE);
        if (type == null) {
            throw EventMessage.malformed("it does not name its type");
        }
        Member member = union.member(type);
        if (member == null || member.target().error() != failure) {
            unknown.add(union, type);
            return null;
        }
        Struct value = struct(member.target(), message, unknown);
        if (failure) {
            throw value instanceof AwsException known
                    ? known
                    : new AwsException(member.target().name(), member.target().httpStatus(), null);
        }
        return union.make(member.index(), value);
    }

    private Struct struct(Shape shape, EventMessage message, UnknownMembers unknown) {
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        boolean explicit = false;
        boolean implicit = false;
        for (Member member : shape.members()) {
            if (member.eventPayload()) {
                values[member.index()] = payload(member, message.payload(), unknown);
                explicit = true;
            } else if (member.eventHeader()) {
                values[member.index()] = header(member, message.headers().get(member.name()));
            } else {
                implicit = true;
            }
        }
        if (implicit && !explicit && message.payload().length > 0) {
            Struct rest = (Struct) read(shape, message.payload(), unknown);
            for (Member member : shape.members()) {
                if (!member.eventHeader()) {
                    values[member.index()] = rest.at(member.index());
                }
            }
        }
        if (shape.hasDefaults()) {
            Defaults.fill(shape, values);
        }
        return shape.make(values);
    }

    private static @Nullable Object header(Member member, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        boolean fits =
                switch (member.target().kind()) {
                    case BOOLEAN -> value instanceof Boolean;
                    case BYTE -> value instanceof Byte;
                    case SHORT -> value instanceof Short;
                    case INTEGER, INT_ENUM -> value instanceof Integer;
                    case LONG -> value instanceof Long;
                    case BLOB -> value instanceof byte[];
                    case STRING, ENUM -> value instanceof String;
                    case TIMESTAMP -> value instanceof Instant;
                    default -> false;
                };
        if (!fits) {
            throw EventMessage.malformed("its header " + member.name() + " is of another type");
        }
        return value;
    }

    private @Nullable Object payload(Member member, byte[] payload, UnknownMembers unknown) {
        return switch (member.target().kind()) {
            case BLOB -> payload;
            case STRING, ENUM -> new String(payload, StandardCharsets.UTF_8);
            default -> payload.length == 0 ? null : read(member.target(), payload, unknown);
        };
    }

    /// A document in the protocol's own form.
    Object read(Shape shape, byte[] payload, UnknownMembers unknown) {
        Object value;
        if (protocol.cbor()) {
            value = new CborReader(payload, protocol == Protocol.AWS_CBOR_1_1, unknown).root(shape);
        } else if (documentType().equals("application/xml")) {
            value = new XmlReader(payload, unknown).root(shape);
        } else {
            value = new JsonReader(payload, protocol.rest(), unknown).root(shape);
        }
        if (value == null) {
            throw EventMessage.malformed("its payload is null");
        }
        return value;
    }
}
