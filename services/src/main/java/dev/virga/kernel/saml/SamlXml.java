package dev.virga.kernel.saml;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// XML from people who mean harm: no document type, so neither entities nor files of others, and
/// limits to size, depth, attributes and names. Any thread may call it.
public final class SamlXml {
    /// Namespaces.
    public static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";

    public static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    public static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    public static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    static final int MAX_DEPTH = 64;
    /// Elements, attributes, comments and whatever else becomes an object of its own: a document is
    /// short where its objects are not.
    static final int MAX_NODES = 20_000;

    static final int MAX_ELEMENTS = 5_000;
    private static final int MAX_ATTRIBUTES = 100;
    private static final int MAX_NAME_CHARS = 1000;
    private static final String LIMITS = "http://www.oracle.com/xml/jaxp/properties/";
    private static final String FEATURES = "http://apache.org/xml/features/";

    private SamlXml() {}

    /// Null when it is not well-formed, or has what it must not have.
    public static @Nullable Document parse(String text) {
        try {
            NodeCount.check(text, parser());
            DocumentBuilder builder = factory().newDocumentBuilder();
            builder.setErrorHandler(new Silent());
            return builder.parse(new InputSource(new StringReader(text)));
        } catch (SAXException | IOException e) {
            return null;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SAXParser parser() throws ParserConfigurationException, SAXException {
        SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature(FEATURES + "disallow-doctype-decl", true);
        factory.setFeature(FEATURES + "nonvalidating/load-external-dtd", false);
        factory.setXIncludeAware(false);
        SAXParser parser = factory.newSAXParser();
        parser.setProperty(LIMITS + "maxElementDepth", String.valueOf(MAX_DEPTH));
        parser.setProperty(LIMITS + "elementAttributeLimit", String.valueOf(MAX_ATTRIBUTES));
        parser.setProperty(LIMITS + "maxXMLNameLimit", String.valueOf(MAX_NAME_CHARS));
        return parser;
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature(FEATURES + "disallow-doctype-decl", true);
        factory.setFeature(FEATURES + "nonvalidating/load-external-dtd", false);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setAttribute(LIMITS + "maxElementDepth", String.valueOf(MAX_DEPTH));
        factory.setAttribute(LIMITS + "elementAttributeLimit", String.valueOf(MAX_ATTRIBUTES));
        factory.setAttribute(LIMITS + "maxXMLNameLimit", String.valueOf(MAX_NAME_CHARS));
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory;
    }

    public static boolean is(@Nullable Node node, String namespace, String name) {
        return node instanceof Element && namespace.equals(node.getNamespaceURI()) && name.equals(node.getLocalName());
    }

    /// The elements of this name directly in another.
    public static List<Element> children(Element parent, String namespace, String name) {
        List<Element> all = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && is(element, namespace, name)) {
                all.add(element);
            }
        }
        return all;
    }

    /// The only one of this name; null when there is none or there are several.
    public static @Nullable Element child(Element parent, String namespace, String name) {
        List<Element> all = children(parent, namespace, name);
        return all.size() == 1 ? all.getFirst() : null;
    }

    /// All elements of this name, the root and itself included.
    public static List<Element> all(Document document, String namespace, String name) {
        List<Element> all = new ArrayList<>();
        for (Element element : elements(document)) {
            if (is(element, namespace, name)) {
                all.add(element);
            }
        }
        return all;
    }

    /// Every element, in the order of the text.
    public static List<Element> elements(Document document) {
        List<Element> all = new ArrayList<>();
        collect(document.getDocumentElement(), all);
        return all;
    }

    /// As deep as [#MAX_DEPTH].
    private static void collect(Element element, List<Element> all) {
        all.add(element);
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                collect(child, all);
            }
        }
    }

    /// Whether there is a comment or a processing instruction, which a signature does not cover.
    public static boolean hasAsides(Node node) {
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() == Node.COMMENT_NODE
                    || child.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE
                    || hasAsides(child)) {
                return true;
            }
        }
        return false;
    }

    /// The whole text of an element, without the white space around it.
    public static String text(Element element) {
        return element.getTextContent().strip();
    }

    /// Null when it is absent.
    public static @Nullable String attribute(Element element, String name) {
        return element.hasAttributeNS(null, name) ? element.getAttributeNS(null, name) : null;
    }

    /// What is wrong is answered, not printed.
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException problem) {}

        @Override
        public void error(SAXParseException problem) throws SAXException {
            throw problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXException {
            throw problem;
        }
    }
}
