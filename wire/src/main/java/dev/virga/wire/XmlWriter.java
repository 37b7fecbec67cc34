package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the values of a schema as XML: restXml bodies and awsQuery responses. One thread, one
/// document.
final class XmlWriter {
    private final StringBuilder out = new StringBuilder(512);
    private final boolean millis;

    /// @param millis whether timestamps always have milliseconds, as in S3
    XmlWriter(boolean millis) {
        this.millis = millis;
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Markup.
    XmlWriter raw(String markup) {
        out.append(markup);
        return this;
    }

    /// `<name>text</name>`
    XmlWriter leaf(String name, String text) {
        out.append('<').append(name).append('>');
        text(text);
        end(name);
        return this;
    }

    void text(String text) {
        escape(text, false);
    }

    private void end(String name) {
        out.append("</").append(name).append('>');
    }

    /// Characters that XML 1.0 cannot hold at all become U+FFFD; line ends that a parser would
    /// normalise are written as references.
    private void escape(String text, boolean attribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                case '\r' -> out.append("&#xD;");
                case '\n' -> out.append("&#xA;");
                case '\u0085' -> out.append("&#x85;");
                case '\u2028' -> out.append("&#x2028;");
                default -> out.append((c < 0x20 && c != '\t') || c >= 0xfffe ? '\ufffd' : c);
            }
        }
    }

    /// The namespace that this element declares. A structure's own default namespace counts only at
    /// the root; a prefix has to be declared wherever it is used.
    static String namespace(Facet member, Shape target) {
        boolean own = member.xmlNamespace() != null;
        Facet facet = own ? member : target;
        String uri = facet.xmlNamespace();
        String prefix = facet.xmlNamespacePrefix();
        if (uri == null || (!own && prefix == null)) {
            return "";
        }
        return " xmlns" + (prefix == null ? "" : ":" + prefix) + "=\"" + uri + "\"";
    }

    /// The document's root element, of which HTTP bindings may leave only some members to the body.
    void root(String name, String namespace, Shape shape, Struct value, List<Member> body) {
        start(name, namespace, shape, value);
        structure(value, body);
        end(name);
    }

    void element(String name, String namespace, Shape shape, Facet facet, Object value) {
        start(name, namespace, shape, value);
        content(shape, facet, value);
        end(name);
    }

    private void start(String name, String namespace, Shape shape, Object value) {
        out.append('<').append(name).append(namespace);
        if (shape.kind() == Shape.Kind.STRUCTURE) {
            for (Member member : shape.members()) {
                Object x = member.xmlAttribute() ? ((Struct) value).at(member.index()) : null;
                if (x != null) {
                    out.append(' ').append(member.xmlName()).append("=\"");
                    escape(scalar(member.target(), member, x), true);
                    out.append('"');
                }
            }
        }
        out.append('>');
    }

    private String scalar(Shape shape, Facet facet, Object value) {
        if (millis && value instanceof Instant instant && facet.timestampFormat() == null) {
            return Times.dateTimeMillis(instant);
        }
        return Scalars.text(shape, facet, value, TimestampFormat.DATE_TIME);
    }

    private void content(Shape shape, Facet facet, Object value) {
        switch (shape.kind()) {
            case STRUCTURE -> structure((Struct) value, shape.members());
            case UNION -> {
                Variant variant = (Variant) value;
                member(shape.members().get(variant.tag()), variant.value());
            }
            case LIST -> {
                Member element = shape.element();
                items(element.xmlName(), namespace(element, element.target()), element, (List<?>) value);
            }
            case MAP -> entries("entry", "", shape, (Map<?, ?>) value);
            default -> text(scalar(shape, facet, value));
        }
    }

    void structure(Struct value, List<Member> members) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Object x = member.xmlAttribute() ? null : Defaults.orDefault(member, value.at(member.index()));
            if (x != null) {
                member(member, x);
            }
        }
    }

    void member(Member member, Object value) {
        Shape target = member.target();
        if (member.flattened() && target.kind() == Shape.Kind.LIST) {
            Member element = target.element();
            String namespace = namespace(member.xmlNamespace() != null ? member : element, target);
            items(member.xmlName(), namespace, element, (List<?>) value);
        } else if (member.flattened() && target.kind() == Shape.Kind.MAP) {
            entries(member.xmlName(), namespace(member, target), target, (Map<?, ?>) value);
        } else {
            element(member.xmlName(), namespace(member, target), target, member, value);
        }
    }

    private void items(String name, String namespace, Member element, List<?> list) {
        Shape target = element.target();
        for (Object x : list) {
            itemOrEmpty(name, namespace, target, element, x);
        }
    }

    private void itemOrEmpty(String name, String namespace, Shape target, Facet facet, @Nullable Object value) {
        if (value == null) {
            out.append('<').append(name).append("/>");
        } else {
            element(name, namespace, target, facet, value);
        }
    }

    private void entries(String name, String namespace, Shape shape, Map<?, ?> map) {
        Member key = shape.mapKey();
        Member value = shape.mapValue();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append('<').append(name).append(namespace).append('>');
            element(key.xmlName(), namespace(key, key.target()), key.target(), key, String.valueOf(entry.getKey()));
            Object x = entry.getValue();
            if (x != null) {
                element(value.xmlName(), namespace(value, value.target()), value.target(), value, x);
            }
            end(name);
        }
    }
}
