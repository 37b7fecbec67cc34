package dev.virga.kernel.saml;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.parsers.SAXParser;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.ext.DefaultHandler2;

/// Counts what a document would be made of, before it is: the objects of a text of some megabytes
/// take hundreds.
final class NodeCount extends DefaultHandler2 {
    private int elements;
    private int nodes;

    private NodeCount() {}

    /// @throws SAXException when the text is not well-formed, or has too many
    static void check(String text, SAXParser parser) throws SAXException, IOException {
        NodeCount count = new NodeCount();
        parser.setProperty("http://xml.org/sax/properties/lexical-handler", count);
        parser.parse(new InputSource(new StringReader(text)), count);
    }

    private void add(int more) throws SAXException {
        nodes += more;
        if (nodes > SamlXml.MAX_NODES) {
            throw new SAXException("too many nodes");
        }
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes) throws SAXException {
        if (++elements > SamlXml.MAX_ELEMENTS) {
            throw new SAXException("too many elements");
        }
        add(1 + attributes.getLength());
    }

    @Override
    public void startPrefixMapping(String prefix, String uri) throws SAXException {
        add(1);
    }

    @Override
    public void comment(char[] text, int start, int length) throws SAXException {
        add(1);
    }

    @Override
    public void startCDATA() throws SAXException {
        add(1);
    }

    @Override
    public void processingInstruction(String target, String data) throws SAXException {
        add(1);
    }
}
