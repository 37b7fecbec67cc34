package dev.virga.wire;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads the values of a schema from XML. No document types and no entities but XML's own five. One
/// thread, one document.
final class XmlReader {
    /// Nesting beyond this is an attack: no model is as deep.
    static final int MAX_DEPTH = 100;

    /// Never changed once it is made, and making one takes longer than reading a document.
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader in;
    private final UnknownMembers unknown;
    private int depth;

    XmlReader(byte[] bytes, UnknownMembers unknown) {
        this.unknown = unknown;
        try {
            in = FACTORY.createXMLStreamReader(utf8(bytes));
            while (in.next() != XMLStreamConstants.START_ELEMENT) {
                if (in.getEventType() == XMLStreamConstants.DTD) {
                    throw WireErrors.malformedXml();
                }
            }
        } catch (XMLStreamException e) {
            throw WireErrors.malformedXml();
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /// The parser prints broken UTF-8 to standard error when it decodes by itself.
    private static Reader utf8(byte[] bytes) {
        boolean mark =
                bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        int start = mark ? 3 : 0;
        return new InputStreamReader(
                new ByteArrayInputStream(bytes, start, bytes.length - start),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /// Name of the root element.
    String rootName() {
        return in.getLocalName();
    }

    /// The whole document as a value of this shape.
    Object root(Shape shape) {
        try {
            Object value = value(shape, shape);
            while (in.hasNext()) {
                in.next();
            }
            return value;
        } catch (XMLStreamException e) {
            throw WireErrors.malformedXml();
        } catch (RuntimeException e) {
            throw e instanceof AwsException known ? known : malformed(e);
        }
    }

    /// The JDK's reader answers some malformed input with exceptions of its own.
    private static AwsException malformed(RuntimeException cause) {
        AwsException error = WireErrors.malformedXml();
        error.addSuppressed(cause);
        return error;
    }

    /// Moves to the next child; false at the end of the parent.
    private boolean child() throws XMLStreamException {
        for (; ; ) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return false;
                }
                default -> {}
            }
        }
    }

    private void skip() throws XMLStreamException {
        for (int open = 1; open > 0; ) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> open++;
                case XMLStreamConstants.END_ELEMENT -> open--;
                default -> {}
            }
        }
    }

    private Object value(Shape shape, Facet facet) throws XMLStreamException {
        if (++depth > MAX_DEPTH) {
            throw WireErrors.malformedXml();
        }
        try {
            return switch (shape.kind()) {
                case STRUCTURE -> {
                    @Nullable Object[] values = members(shape);
                    if (shape.hasDefaults()) {
                        Defaults.fill(shape, values);
                    }
                    yield shape.model().types().struct(shape.id(), values);
                }
                case UNION -> union(shape);
                case LIST -> {
                    List<Object> list = new ArrayList<>();
                    Member element = shape.element();
                    while (child()) {
                        list.add(value(element.target(), element));
                    }
                    yield list;
                }
                case MAP -> {
                    Map<String, @Nullable Object> map = new LinkedHashMap<>();
                    while (child()) {
                        entry(shape, map);
                    }
                    yield map;
                }
                default -> Scalars.parse(shape, facet, in.getElementText(), TimestampFormat.DATE_TIME);
            };
        } finally {
            depth--;
        }
    }

    private Object union(Shape shape) throws XMLStreamException {
        @Nullable Object[] values = members(shape);
        int tag = -1;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                if (tag >= 0) {
                    throw WireErrors.malformedXml();
                }
                tag = i;
            }
        }
        Object value = tag < 0 ? null : values[tag];
        if (value == null) {
            throw WireErrors.malformedXml();
        }
        return shape.model().types().union(shape.id(), tag, value);
    }

    private void entry(Shape shape, Map<String, @Nullable Object> map) throws XMLStreamException {
        Member keyMember = shape.mapKey();
        Member valueMember = shape.mapValue();
        String key = null;
        Object value = null;
        while (child()) {
            String name = in.getLocalName();
            if (name.equals(keyMember.xmlName())) {
                key = in.getElementText();
            } else if (name.equals(valueMember.xmlName())) {
                value = value(valueMember.target(), valueMember);
            } else {
                skip();
            }
        }
        if (key != null) {
            map.put(key, value);
        }
    }

    private @Nullable Object[] members(Shape shape) throws XMLStreamException {
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        attributes(shape, values);
        while (child()) {
            Member member = memberHere(shape);
            if (member == null || member.xmlAttribute()) {
                unknown.add(shape, in.getLocalName());
                skip();
            } else {
                member(member, values);
            }
        }
        return values;
    }

    private @Nullable Member memberHere(Shape shape) {
        Member member = shape.memberByXmlName(in.getLocalName());
        String prefix = in.getPrefix();
        if (member == null && prefix != null && !prefix.isEmpty()) {
            member = shape.memberByXmlName(prefix + ":" + in.getLocalName());
        }
        return member;
    }

    private void attributes(Shape shape, @Nullable Object[] values) {
        if (in.getAttributeCount() == 0) {
            return;
        }
        for (Member member : shape.members()) {
            if (!member.xmlAttribute()) {
                continue;
            }
            String name = member.xmlName();
            String local = name.substring(name.indexOf(':') + 1);
            for (int i = 0; i < in.getAttributeCount(); i++) {
                if (in.getAttributeLocalName(i).equals(local)) {
                    values[member.index()] =
                            Scalars.parse(member.target(), member, in.getAttributeValue(i), TimestampFormat.DATE_TIME);
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void member(Member member, @Nullable Object[] values) throws XMLStreamException {
        Shape target = member.target();
        int index = member.index();
        if (member.flattened() && target.kind() == Shape.Kind.LIST) {
            List<Object> list = (List<Object>) values[index];
            if (list == null) {
                list = new ArrayList<>();
                values[index] = list;
            }
            Member element = target.element();
            list.add(value(element.target(), element));
        } else if (member.flattened() && target.kind() == Shape.Kind.MAP) {
            Map<String, @Nullable Object> map = (Map<String, @Nullable Object>) values[index];
            if (map == null) {
                map = new LinkedHashMap<>();
                values[index] = map;
            }
            entry(target, map);
        } else {
            values[index] = value(target, member);
        }
    }
}
