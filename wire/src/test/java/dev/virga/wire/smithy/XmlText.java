package dev.virga.wire.smithy;

import java.io.StringReader;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A document in one form for comparison: without blanks between elements, with sorted attributes,
/// without what servers add to every response, and with the children of an element in the order of
/// their names (those of the same name stay as they are). Times are those of UTC, and text beside
/// elements does not count.
final class XmlText {
    private static final List<String> ADDED = List.of("ResponseMetadata", "HostId", "requestId");

    private record Element(String name, String text, List<Element> children) {
        @Override
        public String toString() {
            return "<" + name + ">" + text + (children.isEmpty() ? "" : children) + "</>";
        }
    }

    private XmlText() {}

    static Object normalise(String xml) {
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            return read(factory.createXMLStreamReader(new StringReader(xml)));
        } catch (XMLStreamException e) {
            return "not well-formed: " + e.getMessage() + " in " + xml;
        }
    }

    /// The services name their namespace on every document; where a case shows none, ours does not
    /// count.
    static String alike(String wanted, String given) {
        return wanted.contains("xmlns=") ? given : given.replaceFirst(" xmlns=\"[^\"]*\"", "");
    }

    private static String text(String text, boolean leaf) {
        if (!leaf) {
            return "";
        }
        return text.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+[+-]\\d\\d:\\d\\d")
                ? OffsetDateTime.parse(text).toInstant().toString()
                : text;
    }

    private static Element read(XMLStreamReader in) throws XMLStreamException {
        Deque<Element> open = new ArrayDeque<>();
        Deque<StringBuilder> texts = new ArrayDeque<>();
        open.push(new Element("", "", new ArrayList<>()));
        texts.push(new StringBuilder());
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    open.push(new Element(start(in), "", new ArrayList<>()));
                    texts.push(new StringBuilder());
                }
                case XMLStreamConstants.CHARACTERS -> {
                    if (!in.getText().isBlank()) {
                        texts.peek().append(in.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element done = open.pop();
                    List<Element> children = new ArrayList<>(done.children);
                    children.sort(Comparator.comparing(Element::name));
                    String text = text(texts.pop().toString(), children.isEmpty());
                    Element whole = new Element(done.name, text, children);
                    if (!ADDED.contains(in.getLocalName())) {
                        open.peek().children.add(whole);
                    }
                }
                default -> {}
            }
        }
        return open.pop();
    }

    private static String start(XMLStreamReader in) {
        TreeSet<String> attributes = new TreeSet<>();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            attributes.add(in.getAttributeName(i) + "=" + in.getAttributeValue(i));
        }
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            attributes.add("xmlns:" + in.getNamespacePrefix(i) + "=" + in.getNamespaceURI(i));
        }
        return in.getName().toString() + attributes;
    }
}
