package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Spreads the output of a REST operation over status, headers and body (Smithy's HTTP bindings).
final class ResponseBinding {
    private final HttpResponse response;
    private final Model model;
    private final Protocol protocol;
    private final boolean xml;

    ResponseBinding(HttpResponse response, Model model, Protocol protocol) {
        this.response = response;
        this.model = model;
        this.protocol = protocol;
        xml = protocol == Protocol.REST_XML;
    }

    /// @param unwrapped the only body member is the document itself (S3's GetBucketLocation)
    void output(Shape shape, Struct value, boolean unwrapped) {
        headers(shape, value);
        Member payload = shape.bindings().payload();
        if (payload != null) {
            payload(payload, value.at(payload.index()));
            return;
        }
        List<Member> body = body(shape);
        if (!xml) {
            JsonWriter out = new JsonWriter(512, true);
            out.structure(value, body);
            response.body("application/json", out.bytes());
        } else if (!body.isEmpty()) {
            xmlBody(shape, body, value, unwrapped);
        } else if (!XmlNames.isS3(model)) {
            response.header("Content-Type", "application/xml");
        }
    }

    /// A structure that is input as well may bind members to the request; in a response they are
    /// part of the body.
    private static List<Member> body(Shape shape) {
        List<Member> members = shape.members();
        for (Member member : members) {
            if (ofRequest(member)) {
                return members.stream()
                        .filter(m -> m.location() == Location.BODY || ofRequest(m))
                        .toList();
            }
        }
        return shape.bindings().body();
    }

    private static boolean ofRequest(Member member) {
        return switch (member.location()) {
            case LABEL, QUERY, QUERY_PARAMS -> true;
            case BODY, HEADER, PREFIX_HEADERS, PAYLOAD, STATUS -> false;
        };
    }

    void headers(Shape shape, Struct value) {
        for (Member member : shape.members()) {
            Object x = value.at(member.index());
            if (x == null) {
                continue;
            }
            switch (member.location()) {
                case HEADER -> response.header(member.locationName(), header(member, x));
                case PREFIX_HEADERS ->
                    ((Map<?, ?>) x)
                            .forEach((k, v) -> response.header(
                                    member.locationName() + oneLine(String.valueOf(k)), oneLine(String.valueOf(v))));
                case STATUS -> response.status = ((Number) x).intValue();
                default -> {}
            }
        }
    }

    private void payload(Member member, @Nullable Object value) {
        Shape target = member.target();
        switch (target.kind()) {
            case BLOB -> blob(member, value);
            case STRING, ENUM -> {
                if (value != null) {
                    content(member, "text/plain", ((String) value).getBytes(StandardCharsets.UTF_8));
                }
            }
            default -> {
                if (member.isEventStream()) {
                    Answers.stream(response, new EventCodec(protocol, target), value, null);
                } else {
                    document(member, target, value);
                }
            }
        }
    }

    private void blob(Member member, @Nullable Object value) {
        if (value instanceof Body body) {
            setContentType(member, "application/octet-stream");
            response.body = body;
        } else if (value instanceof byte[] bytes) {
            content(member, "application/octet-stream", bytes);
        }
    }

    private void content(Member member, String otherwise, byte[] bytes) {
        setContentType(member, otherwise);
        response.body = Body.of(bytes);
    }

    /// A Content-Type that the output itself binds to a header wins.
    private void setContentType(Member member, String otherwise) {
        if (!response.headers.has("Content-Type")) {
            String media = member.mediaType();
            response.header("Content-Type", media == null ? otherwise : media);
        }
    }

    private void document(Member member, Shape target, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (xml) {
            response.body("application/xml", xmlDocument(member, target, value));
        } else {
            JsonWriter out = new JsonWriter(512, true);
            out.value(target, member, value);
            response.body("application/json", out.bytes());
        }
    }

    private byte[] xmlDocument(Member member, Shape target, Object value) {
        String name = member.explicitXmlName();
        if (name == null) {
            name = target.explicitXmlName();
        }
        String root = name == null ? target.name() : name;
        XmlWriter out = writer();
        if (value instanceof Struct struct) {
            out.root(root, namespace(member, target), target, struct, target.members());
        } else {
            out.element(root, namespace(member, target), target, member, value);
        }
        return out.bytes();
    }

    private void xmlBody(Shape shape, List<Member> body, Struct value, boolean unwrapped) {
        XmlWriter out = writer();
        if (unwrapped) {
            Member member = body.getFirst();
            Object x = value.at(member.index());
            out.element(
                    member.xmlName(), XmlNames.defaultNamespace(model), member.target(), member, x == null ? "" : x);
        } else {
            String name = shape.explicitXmlName();
            out.root(name == null ? shape.name() : name, namespace(shape, shape), shape, value, body);
        }
        response.body("application/xml", out.bytes());
    }

    private XmlWriter writer() {
        XmlWriter out = new XmlWriter(XmlNames.isS3(model));
        return XmlNames.isS3(model) ? out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") : out;
    }

    private String namespace(Facet facet, Shape target) {
        String own = XmlWriter.namespace(facet.xmlNamespace() != null ? facet : target, target);
        return own.isEmpty() ? XmlNames.defaultNamespace(model) : own;
    }

    private static String header(Member member, Object value) {
        Shape target = member.target();
        if (value instanceof List<?> list) {
            StringJoiner joined = new StringJoiner(", ");
            Member element = target.element();
            for (Object x : list) {
                if (x != null) {
                    joined.add(listElement(element, x));
                }
            }
            return joined.toString();
        }
        String text = Scalars.text(target, member, value, TimestampFormat.HTTP_DATE);
        if (member.mediaType() != null && target.kind() == Shape.Kind.STRING) {
            text = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
        return oneLine(text);
    }

    private static String listElement(Member element, Object value) {
        String text = oneLine(Scalars.text(element.target(), element, value, TimestampFormat.HTTP_DATE));
        boolean quote = value instanceof String && (text.indexOf(',') >= 0 || text.indexOf('"') >= 0);
        return quote ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : text;
    }

    /// A value with a line end would let a client write headers of its own.
    private static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                return text.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
            }
        }
        return text;
    }
}
