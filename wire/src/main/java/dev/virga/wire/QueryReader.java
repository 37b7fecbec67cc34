package dev.virga.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the values of a schema from the parameters of a form. One thread, one form.
///
///     awsQuery   Tags.member.1.Key=a&Tags.member.1.Value=b
///     ec2Query   Tag.1.Key=a&Tag.1.Value=b      every list is flat, names start in capitals
final class QueryReader {
    /// Nesting beyond this is an attack: no model is as deep.
    static final int MAX_DEPTH = 50;

    /// Elements of one list.
    static final int MAX_ELEMENTS = 20_000;

    /// The positions of elements, which differ from request to request.
    private static final Pattern NUMBERS = Pattern.compile("\\.[0-9]+(?=\\.|$)");

    /// Parameters that say which operation is meant, and who asks.
    private static final Set<String> NO_MEMBERS = Set.of(
            "Action",
            "Version",
            "AWSAccessKeyId",
            "Signature",
            "SignatureMethod",
            "SignatureVersion",
            "Timestamp",
            "Expires",
            "SecurityToken");

    private static final String PRESIGNED = "X-Amz-";

    private static final class Value {
        final String text;
        boolean read;

        Value(String text) {
            this.text = text;
        }
    }

    private final TreeMap<String, Value> parameters = new TreeMap<>();
    private final boolean ec2;
    private final UnknownMembers unknown;
    private int depth;

    QueryReader(QueryString form, boolean ec2, UnknownMembers unknown) {
        this.ec2 = ec2;
        this.unknown = unknown;
        for (QueryString.Parameter parameter : form.parameters()) {
            parameters.put(parameter.name(), new Value(parameter.text()));
        }
    }

    Object root(Shape shape) {
        Object structure = structure(shape, "");
        for (Map.Entry<String, Value> entry : parameters.entrySet()) {
            String name = entry.getKey();
            if (!entry.getValue().read && !NO_MEMBERS.contains(name) && !name.startsWith(PRESIGNED)) {
                unknown.add(
                        shape, unknown.isFull() ? name : NUMBERS.matcher(name).replaceAll(".N"));
            }
        }
        return structure;
    }

    private @Nullable String read(String name) {
        Value value = parameters.get(name);
        if (value == null) {
            return null;
        }
        value.read = true;
        return value.text;
    }

    private boolean any(String prefix) {
        if (parameters.containsKey(prefix)) {
            return true;
        }
        String dotted = prefix + ".";
        String next = parameters.ceilingKey(dotted);
        return next != null && next.startsWith(dotted);
    }

    private Object structure(Shape shape, String prefix) {
        if (++depth > MAX_DEPTH) {
            throw WireErrors.serialization("Parameters are nested deeper than " + MAX_DEPTH + " levels");
        }
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        int set = -1;
        for (Member member : shape.members()) {
            String name = name(member, prefix);
            if (name != null) {
                values[member.index()] = value(member.target(), member, name);
                set = values[member.index()] == null ? set : member.index();
            }
        }
        depth--;
        if (shape.kind() == Shape.Kind.UNION) {
            Object value = set < 0 ? null : values[set];
            if (value == null) {
                throw WireErrors.serialization("Union " + shape.name() + " has no known member set");
            }
            return shape.model().types().union(shape.id(), set, value);
        }
        if (shape.hasDefaults()) {
            Defaults.fill(shape, values);
        }
        return shape.model().types().struct(shape.id(), values);
    }

    /// Name of this member's parameters, or null when there are none. The elements of a flattened
    /// list may go by the element's name instead of the member's.
    private @Nullable String name(Member member, String prefix) {
        String name = prefix + (ec2 ? member.ec2Name() : member.xmlName());
        if (any(name)) {
            return name;
        }
        if (member.flattened() && member.target().kind() == Shape.Kind.LIST) {
            String element = member.target().element().explicitXmlName();
            if (element != null && any(prefix + element)) {
                return prefix + element;
            }
        }
        return null;
    }

    private @Nullable Object value(Shape shape, Facet facet, String name) {
        return switch (shape.kind()) {
            case STRUCTURE, UNION -> structure(shape, name + ".");
            case LIST -> list(shape, facet, name);
            case MAP -> map(shape, facet, name);
            default -> {
                String text = read(name);
                yield text == null ? null : Scalars.parse(shape, facet, text, TimestampFormat.DATE_TIME);
            }
        };
    }

    private List<@Nullable Object> list(Shape shape, Facet facet, String name) {
        // `Tags=` is an empty list.
        read(name);
        Member element = shape.element();
        String base = name;
        if (!facet.flattened() && !ec2) {
            base = name + "." + element.xmlName();
            if (!any(base) && any(name + ".member")) {
                base = name + ".member";
            }
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 1; any(base + "." + i); i++) {
            if (i > MAX_ELEMENTS) {
                throw WireErrors.serialization("More than " + MAX_ELEMENTS + " elements in " + name);
            }
            list.add(value(element.target(), element, base + "." + i));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(Shape shape, Facet facet, String name) {
        read(name);
        Member key = shape.mapKey();
        Member value = shape.mapValue();
        String base = facet.flattened() ? name : name + ".entry";
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 1; any(base + "." + i); i++) {
            if (i > MAX_ELEMENTS) {
                throw WireErrors.serialization("More than " + MAX_ELEMENTS + " entries in " + name);
            }
            String entry = base + "." + i + ".";
            String k = read(entry + key.xmlName());
            if (k != null) {
                map.put(k, value(value.target(), value, entry + value.xmlName()));
            }
        }
        return map;
    }
}
