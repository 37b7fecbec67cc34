package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes the input of a REST operation out of labels, query, headers and body (Smithy's HTTP
/// bindings).
final class RequestBinding {
    private final HttpRequest request;
    private final Map<String, String> labels;
    private final QueryString query;
    private final Protocol protocol;
    private final boolean xml;
    private final int bodyLimit;
    private final UnknownMembers unknown;
    /// Whether the body was read, and unpacked if need be.
    private boolean read;

    RequestBinding(
            HttpRequest request,
            Map<String, String> labels,
            QueryString query,
            Protocol protocol,
            int bodyLimit,
            UnknownMembers unknown) {
        this.request = request;
        this.labels = labels;
        this.query = query;
        this.protocol = protocol;
        xml = protocol == Protocol.REST_XML;
        this.bodyLimit = bodyLimit;
        this.unknown = unknown;
    }

    Struct input(Shape shape) {
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        Shape.Bindings bindings = shape.bindings();
        if (bindings.payload() != null) {
            values[bindings.payload().index()] = payload(bindings.payload());
        } else if (!bindings.body().isEmpty()) {
            body(shape, bindings.body(), values);
        }
        for (Member member : shape.members()) {
            switch (member.location()) {
                case LABEL -> values[member.index()] = label(member);
                case QUERY -> values[member.index()] = queryValue(member);
                case QUERY_PARAMS -> values[member.index()] = allParameters(member);
                case HEADER -> values[member.index()] = header(member);
                case PREFIX_HEADERS -> values[member.index()] = prefixHeaders(member);
                case BODY, PAYLOAD, STATUS -> {}
            }
        }
        if (shape.hasDefaults()) {
            Defaults.fill(shape, values);
        }
        return shape.model().types().struct(shape.id(), values);
    }

    private byte[] read() {
        byte[] bytes = Bodies.read(request, bodyLimit);
        read = bytes.length > 0;
        return bytes;
    }

    private void body(Shape shape, List<Member> members, @Nullable Object[] values) {
        byte[] bytes = read();
        if (bytes.length > 0) {
            MediaTypes.requireDocument(request, xml);
            Struct struct = (Struct) document(bytes, shape);
            for (Member member : members) {
                values[member.index()] = struct.at(member.index());
            }
        }
    }

    private Object document(byte[] bytes, Shape shape) {
        Object value =
                xml ? new XmlReader(bytes, unknown).root(shape) : new JsonReader(bytes, true, unknown).root(shape);
        if (value == null) {
            throw WireErrors.serialization("The request body must not be null");
        }
        return value;
    }

    private @Nullable Object payload(Member member) {
        Shape target = member.target();
        if (member.streaming()) {
            return member.isEventStream()
                    ? new EventStreamReader(new EventCodec(protocol, target), request.body().stream())
                    : request.body();
        }
        byte[] bytes = read();
        if (bytes.length == 0) {
            return null;
        }
        MediaTypes.requirePayload(request, member);
        return switch (target.kind()) {
            case BLOB -> bytes;
            case STRING, ENUM -> new String(bytes, StandardCharsets.UTF_8);
            default -> document(bytes, target);
        };
    }

    private Object label(Member member) {
        String text = labels.get(member.name());
        if (text == null) {
            throw WireErrors.serialization("Missing label " + member.name());
        }
        return Scalars.parse(member.target(), member, text, TimestampFormat.DATE_TIME);
    }

    private @Nullable Object queryValue(Member member) {
        Shape target = member.target();
        String name = member.locationName();
        if (target.kind() != Shape.Kind.LIST) {
            String text = query.get(name);
            return text == null ? null : Scalars.parse(target, member, text, TimestampFormat.DATE_TIME);
        }
        List<Object> list = null;
        Member element = target.element();
        for (QueryString.Parameter parameter : query.parameters()) {
            if (parameter.name().equals(name)) {
                list = list == null ? new ArrayList<>() : list;
                list.add(Scalars.parse(element.target(), element, parameter.text(), TimestampFormat.DATE_TIME));
            }
        }
        return list;
    }

    @SuppressWarnings("unchecked")
    private Object allParameters(Member member) {
        boolean lists = member.target().mapValue().target().kind() == Shape.Kind.LIST;
        Map<String, Object> all = new LinkedHashMap<>();
        for (QueryString.Parameter parameter : query.parameters()) {
            if (lists) {
                List<Object> values = (List<Object>) all.computeIfAbsent(parameter.name(), name -> new ArrayList<>());
                values.add(parameter.text());
            } else {
                all.putIfAbsent(parameter.name(), parameter.text());
            }
        }
        return all;
    }

    private @Nullable Object prefixHeaders(Member member) {
        String prefix = member.locationName().toLowerCase(Locale.ROOT);
        Map<String, String> found = new LinkedHashMap<>();
        request.headers().forEachLowerCase((name, value) -> {
            if (name.startsWith(prefix)) {
                found.merge(name.substring(prefix.length()), value, (a, b) -> a + ", " + b);
            }
        });
        return found.isEmpty() ? null : found;
    }

    private @Nullable Object header(Member member) {
        List<String> values = request.headers().all(member.locationName());
        if (values.isEmpty()) {
            return null;
        }
        Shape target = member.target();
        if (target.kind() != Shape.Kind.LIST) {
            String text = values.size() == 1 ? values.getFirst() : String.join(",", values);
            if (read && member.locationName().equalsIgnoreCase("Content-Encoding") && Bodies.isPacked(text)) {
                // Said by the client's transport, not by its user.
                text = Bodies.unpacked(text);
                return text.isEmpty() ? null : text;
            }
            return headerValue(target, member, text);
        }
        Member element = target.element();
        boolean dates = element.target().kind() == Shape.Kind.TIMESTAMP
                && (element.timestampFormat() == null || element.timestampFormat() == TimestampFormat.HTTP_DATE);
        List<Object> list = new ArrayList<>();
        for (String value : values) {
            for (String part : split(value, dates)) {
                list.add(headerValue(element.target(), element, part));
            }
        }
        return list.isEmpty() ? null : list;
    }

    /// Strings with a media type (JSON) travel in base64, which keeps them on one line.
    private static Object headerValue(Shape target, Facet facet, String raw) {
        String text = raw.strip();
        boolean encoded = facet.mediaType() != null || target.mediaType() != null;
        if (!encoded || target.kind() != Shape.Kind.STRING) {
            return Scalars.parse(target, facet, text, TimestampFormat.HTTP_DATE);
        }
        try {
            if (text.length() % 4 == 0) {
                return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw WireErrors.serialization("Expected base64 in a header");
    }

    /// The elements of a header list; quoted ones may hold commas, and dates hold exactly one.
    static List<String> split(String header, boolean dates) {
        List<String> parts = new ArrayList<>();
        int length = header.length();
        for (int i = 0; i <= length; ) {
            while (i < length && header.charAt(i) == ' ') {
                i++;
            }
            if (i < length && header.charAt(i) == '"') {
                StringBuilder text = new StringBuilder();
                i = quoted(header, i + 1, text);
                parts.add(text.toString());
                i = header.indexOf(',', i);
                if (i < 0) {
                    break;
                }
                i++;
                continue;
            }
            int comma = header.indexOf(',', i);
            if (dates && comma >= 0) {
                comma = header.indexOf(',', comma + 1);
            }
            int stop = comma < 0 ? length : comma;
            parts.add(header.substring(i, stop).strip());
            i = stop + 1;
        }
        return parts;
    }

    /// @return position after the closing quote
    private static int quoted(String header, int from, StringBuilder out) {
        int i = from;
        while (i < header.length() && header.charAt(i) != '"') {
            if (header.charAt(i) == '\\' && i + 1 < header.length()) {
                i++;
            }
            out.append(header.charAt(i++));
        }
        return i;
    }
}
