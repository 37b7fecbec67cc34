package dev.virga.wire.smithy;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A document in one form for comparison: without blanks between elements, with sorted attributes,
/// and without what servers add to every response.
final class XmlText {
    private static final List<String> ADDED = List.of("ResponseMetadata", "HostId");

    private XmlText() {}

    static List<String> normalise(String xml) {
        List<String> out = new ArrayList<>();
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            XMLStreamReader in = factory.createXMLStreamReader(new StringReader(xml));
            int skipping = 0;
            while (in.hasNext()) {
                int event = in.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (skipping > 0 || ADDED.contains(in.getLocalName())) {
                        skipping++;
                    } else {
                        out.add(start(in));
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    if (skipping > 0) {
                        skipping--;
                    } else {
                        out.add("</>");
                    }
                } else if (event == XMLStreamConstants.CHARACTERS && skipping == 0) {
                    if (!in.getText().isBlank()) {
                        out.add(in.getText());
                    }
                }
            }
        } catch (XMLStreamException e) {
            out.add("not well-formed: " + e.getMessage() + " in " + xml);
        }
        return out;
    }

    private static String start(XMLStreamReader in) {
        TreeSet<String> attributes = new TreeSet<>();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            attributes.add(in.getAttributeName(i) + "=" + in.getAttributeValue(i));
        }
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            attributes.add("xmlns:" + in.getNamespacePrefix(i) + "=" + in.getNamespaceURI(i));
        }
        return "<" + in.getName() + attributes + ">";
    }
}
